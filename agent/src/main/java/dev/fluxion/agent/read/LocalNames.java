package dev.fluxion.agent.read;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/** The source names of local slots, where the class file has a local-variable table. */
final class LocalNames {
    private record Range(int start, int end, String name) {}

    private final Bytecode code;
    private final int length;
    private final Map<Integer, List<Range>> ranges = new HashMap<>();

    LocalNames(Bytecode code, MethodNode method) {
        this.code = code;
        this.length = method.instructions.size();
        if (method.localVariables != null) {
            for (LocalVariableNode variable : method.localVariables) {
                ranges.computeIfAbsent(variable.index, k -> new ArrayList<>())
                        .add(new Range(code.index(variable.start), code.index(variable.end), variable.name));
            }
        }
    }

    /** The name of a slot while the instruction at an index runs, or null. */
    String at(int slot, int index) {
        for (Range range : ranges.getOrDefault(slot, List.of())) {
            if (range.start <= index && index < range.end) {
                return range.name;
            }
        }
        return null;
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
