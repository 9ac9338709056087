package dev.fluxion.agent.derive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a pass made of a function when that was last looked at. */
record GoldenFile(Path path) {
    static final Path ROOT = Path.of("src", "test", "resources", "golden");

    static GoldenFile of(GoldenPass pass, GoldenCase subject) {
        return new GoldenFile(ROOT.resolve(pass.folder()).resolve(subject.name() + ".ir"));
    }

    String text() {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new UncheckedIOException("golden files are made by -Dgolden.update", e);
        }
    }

    void write(String text) {
        try {
            Files.createDirectories(path.getParent());
            Files.writeString(path, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
