package dev.fluxion.agent.known;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** What travels in the agent's jar as data: the library's resources and rule classes, where no class loader finds them by their names. */
public final class AgentResources {
    private static final String PREFIX = "/fluxion-rules/";

    private AgentResources() {}

    /**
     * The bytes of one.
     *
     * @param path its path in the library
     */
    public static byte[] read(String path) {
        try (InputStream in = AgentResources.class.getResourceAsStream(PREFIX + path)) {
            if (in == null) {
                throw new IllegalStateException("The agent jar lacks " + PREFIX + path + ".");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
