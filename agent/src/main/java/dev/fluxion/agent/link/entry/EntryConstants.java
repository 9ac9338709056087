package dev.fluxion.agent.link.entry;

import dev.fluxion.agent.ir.operator.Constant;
import dev.fluxion.agent.ir.operator.InvokeDynamic;
import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** The objects that the class of an entry has as constants: its class data. */
final class EntryConstants {
    private static final Handle CLASS_DATA = new Handle(
            Opcodes.H_INVOKESTATIC,
            "java/lang/invoke/MethodHandles",
            "classDataAt",
            "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/Class;I)Ljava/lang/Object;",
            false);

    private static final Handle QUIET = new Handle(
            Opcodes.H_INVOKESTATIC,
            Type.getInternalName(Guard.class),
            "quiet",
            "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/invoke/MethodType;)"
                    + "Ljava/lang/invoke/CallSite;",
            false);

    private final List<Object> objects = new ArrayList<>();
    private final List<ConstantDynamic> loaded = new ArrayList<>();

    /** The objects, in the order of the class data. */
    List<Object> objects() {
        return List.copyOf(objects);
    }

    /** Loads an object. */
    @SuppressWarnings("ReferenceEquality") // each is a constant of its own
    Constant of(Object object, Class<?> as) {
        ConstantDynamic constant = new ConstantDynamic("_", Type.getDescriptor(as), CLASS_DATA, index(object));
        if (!loaded.contains(constant)) {
            loaded.add(constant);
        }
        return new Constant(constant);
    }

    /** Asks whether the code is what it was. */
    InvokeDynamic quiet(Guard guard) {
        if (index(guard) != 0) {
            throw new IllegalStateException("the guard has to be the first of the constants");
        }
        return new InvokeDynamic("quiet", "()Z", QUIET, List.of());
    }

    private int index(Object object) {
        for (int i = 0; i < objects.size(); i++) {
            if (objects.get(i) == object) {
                return i;
            }
        }
        objects.add(object);
        return objects.size() - 1;
    }

    /** In the class's initializer, since the JIT compiler of JDK 17 gives up on a method with a constant that is not resolved yet. */
    void resolve(ClassWriter writer) {
        MethodVisitor initializer = writer.visitMethod(Opcodes.ACC_STATIC, "<clinit>", "()V", null, null);
        initializer.visitCode();
        for (ConstantDynamic constant : loaded) {
            initializer.visitLdcInsn(constant);
            initializer.visitInsn(Opcodes.POP);
        }
        initializer.visitInsn(Opcodes.RETURN);
        initializer.visitMaxs(1, 0);
        initializer.visitEnd();
    }
}
