package dev.fluxion.agent;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PackagesTest {
    static Iterable<String> packages() {
        return ImportedClasses.packages().keySet();
    }

    @ParameterizedTest
    @MethodSource("packages")
    void aPackageSaysInTwoSentencesWhatComesInAndWhatGoesOut(String name) throws IOException {
        Path file =
                Path.of("src", "main", "java").resolve(name.replace('.', '/')).resolve("package-info.java");
        String text = Files.readString(file);
        String comment = text.substring(0, text.indexOf("*/")).replaceAll("\\s*\\n \\* ?", " ");
        assertTrue(comment.split("\\.( |$)").length >= 2, comment);
        assertTrue(text.contains("package " + name + ";"), text);
    }
}
