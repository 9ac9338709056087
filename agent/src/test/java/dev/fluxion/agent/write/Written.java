package dev.fluxion.agent.write;

import dev.fluxion.agent.ir.Function;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.util.Printer;

/** Functions written as static methods. */
final class Written {
    private Written() {}

    static MethodNode code(Function function) {
        MethodNode code = new MethodNode(Opcodes.ASM9, 0, "code", "()V", null, null);
        MethodWriter.write(function, code);
        return code;
    }

    /** The instructions' names in order; labels, lines and frames left out. */
    static List<String> opcodes(Function function) {
        List<String> names = new ArrayList<>();
        for (AbstractInsnNode node : code(function).instructions) {
            if (node.getOpcode() >= 0) {
                names.add(Printer.OPCODES[node.getOpcode()].toLowerCase(java.util.Locale.ROOT));
            }
        }
        return names;
    }

    /** The function as a public static method of a fresh class that all verifiers accept. */
    static Method method(Function function, String descriptor) {
        ClassWriter writer = new ClassWriter(0);
        writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC | Opcodes.ACC_SUPER, "Written", null, "java/lang/Object", null);
        MethodWriter.write(
                function,
                writer.visitMethod(Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, "function", descriptor, null, null));
        writer.visitEnd();
        RewritingLoader.check(writer.toByteArray(), Written.class.getClassLoader());
        return Arrays.stream(
                        RewritingLoader.define("Written", writer.toByteArray()).getMethods())
                .filter(method -> method.getName().equals("function"))
                .findFirst()
                .orElseThrow();
    }
}
