package dev.fluxion.agent.link.classfile;

/** A class beside {@link HostAccessTest}, in the same package and in a nest of its own. */
@SuppressWarnings("UnusedVariable")
final class HostAccessNeighbour {
    private final double random = 1;

    double source() {
        return 2;
    }
}
