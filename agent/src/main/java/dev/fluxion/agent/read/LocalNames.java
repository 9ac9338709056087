package dev.fluxion.agent.read;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/** The source names of local slots, where the class file has a local-variable table. */
final class LocalNames {
    private record Range(int end, String name) {}

    private final Bytecode code;
    private final int length;
    /** By slot, then by start; those of one slot do not overlap. */
    private final Map<Integer, TreeMap<Integer, Range>> ranges = new HashMap<>();

    LocalNames(Bytecode code, MethodNode method) {
        this.code = code;
        this.length = method.instructions.size();
        if (method.localVariables != null) {
            for (LocalVariableNode variable : method.localVariables) {
                ranges.computeIfAbsent(variable.index, k -> new TreeMap<>())
                        .putIfAbsent(code.index(variable.start), new Range(code.index(variable.end), variable.name));
            }
        }
    }

    /** The name of a slot while the instruction at an index runs, or null. */
    String at(int slot, int index) {
        TreeMap<Integer, Range> own = ranges.get(slot);
        Map.Entry<Integer, Range> range = own == null ? null : own.floorEntry(index);
        return range != null && index < range.getValue().end ? range.getValue().name : null;
    }

    /** The name of the variable that the result of the instruction at an index goes to at once, or null. */
    String ofResult(int index) {
        int next = code.next(index);
        if (next < length
                && code.node(next) instanceof VarInsnNode store
                && store.getOpcode() >= Opcodes.ISTORE
                && store.getOpcode() <= Opcodes.ASTORE) {
            return at(store.var, code.next(next));
        }
        return null;
    }
}
