package dev.fluxion.agent.instrument;

import java.net.URISyntaxException;
import java.nio.file.Path;

/** The jar that the agent was loaded from. */
public final class AgentJar {
    private AgentJar() {}

    public static Path path() throws URISyntaxException {
        return Path.of(AgentJar.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
    }
}
