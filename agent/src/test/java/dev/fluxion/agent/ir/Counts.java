package dev.fluxion.agent.ir;

/** How much a function consists of. */
public final class Counts {
    private Counts() {}

    /** Parameters of blocks other than the entry. */
    public static int parameters(Function function) {
        return function.blocks().stream()
                .skip(1)
                .mapToInt(block -> block.parameters().size())
                .sum();
    }

    /** Arguments of all edges. */
    public static int arguments(Function function) {
        return function.blocks().stream()
                .flatMap(block -> block.successors().stream())
                .mapToInt(edge -> edge.arguments().size())
                .sum();
    }

    public static int ops(Function function) {
        return function.blocks().stream().mapToInt(block -> block.ops().size()).sum();
    }
}
