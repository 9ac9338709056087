package dev.fluxion.agent.ir;

import dev.fluxion.agent.ir.value.Type;
import dev.fluxion.agent.ir.value.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * A function in SSA form with block parameters. The first block is the entry; its parameters are the function's, and no edge
 * leads to it. A method's receiver is its first parameter.
 */
public final class Function {
    private final String name;
    private final List<Type> resultTypes;
    private final List<Block> blocks = new ArrayList<>();

    /**
     * @param name {@code pkg.Class.method}, for messages and dumps
     * @param resultTypes types of the returned values; a JVM method has none or one
     */
    public Function(String name, List<Type> resultTypes) {
        this.name = name;
        this.resultTypes = List.copyOf(resultTypes);
    }

    public String name() {
        return name;
    }

    public List<Type> resultTypes() {
        return resultTypes;
    }

    /** Mutable; the entry first. */
    public List<Block> blocks() {
        return blocks;
    }

    public Block entry() {
        return blocks.get(0);
    }

    public List<Value> parameters() {
        return entry().parameters();
    }

    /** Appends a new empty block. */
    public Block addBlock() {
        Block block = new Block();
        blocks.add(block);
        return block;
    }

    @Override
    public String toString() {
        return Printer.print(this);
    }
}
