package dev.fluxion.agent.link.companion;

import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.operator.Variant;
import dev.fluxion.agent.ir.value.Value;
import dev.fluxion.agent.write.MethodWriter;
import dev.fluxion.agent.write.SelfCall;
import dev.fluxion.agent.write.parts.Parts;
import dev.fluxion.runtime.Refusal;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodHandles.Lookup.ClassOption;
import java.lang.invoke.MethodType;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Defines the hidden nestmate of a class that holds one derived function of it. */
public final class Companion {
    private static final int VERSION = 61;

    private Companion() {}

    /**
     * Defines the companion and gives its method.
     *
     * @param companions gets to know it
     * @param host with full access to the class whose nest the companion joins
     * @param sourceFile for stack traces, may be null
     * @param variant what the function is, so that it can call itself; null if it does not
     */
    public static MethodHandle define(
            Companions companions, Lookup host, String sourceFile, Variant variant, Function function)
            throws IllegalAccessException {
        return define(companions, host, sourceFile, variant, function, Parts.Limits.HOTSPOT, (classFile, size) -> {});
    }

    /** Is told of a companion before the JVM sees it; the size is that of the bytecode of all methods. */
    public interface Written {
        void as(byte[] classFile, int size);
    }

    /** The same with methods of another size. */
    public static MethodHandle define(
            Companions companions,
            Lookup host,
            String sourceFile,
            Variant variant,
            Function function,
            Parts.Limits limits,
            Written written)
            throws IllegalAccessException {
        String methodName = function.name().substring(function.name().lastIndexOf('.') + 1);
        String safeName = methodName.startsWith("<") ? "initialize" : methodName;
        String descriptor = descriptor(function);
        String name = host.lookupClass().getName().replace('.', '/') + Refusal.COMPANION;
        ClassWriter writer = new ClassWriter(0);
        // Limits against hostile input; what the method writer hands over is bounded by the JVM's own.
        writer.setComputeLimits(Integer.MAX_VALUE, Long.MAX_VALUE);
        writer.visit(
                VERSION,
                Opcodes.ACC_FINAL | Opcodes.ACC_SUPER | Opcodes.ACC_SYNTHETIC,
                name,
                null,
                "java/lang/Object",
                null);
        writer.visitSource(sourceFile, null);
        SelfCall self = new SelfCall(variant, name, safeName, descriptor);
        int size = 0;
        for (var part : Parts.of(function, name, safeName, safeName + Refusal.PART, limits)
                .entrySet()) {
            MethodVisitor method = writer.visitMethod(
                    Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC, part.getKey(), descriptor(part.getValue()), null, null);
            size += MethodWriter.write(part.getValue(), self, method);
        }
        writer.visitEnd();
        byte[] classFile = writer.toByteArray();
        written.as(classFile, size);
        Lookup companion = host.defineHiddenClass(classFile, false, ClassOption.NESTMATE);
        companions.add(companion.lookupClass(), host.lookupClass(), variant, function);
        try {
            MethodType type = MethodType.fromMethodDescriptorString(
                    descriptor, host.lookupClass().getClassLoader());
            return companion.findStatic(companion.lookupClass(), safeName, type);
        } catch (NoSuchMethodException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static String descriptor(Function function) {
        StringBuilder out = new StringBuilder("(");
        for (Value parameter : function.parameters()) {
            out.append(parameter.type().descriptor());
        }
        out.append(')');
        out.append(
                function.resultTypes().isEmpty()
                        ? "V"
                        : function.resultTypes().get(0).descriptor());
        return out.toString();
    }
}
