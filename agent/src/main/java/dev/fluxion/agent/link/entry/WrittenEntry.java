package dev.fluxion.agent.link.entry;

import dev.fluxion.agent.derive.activity.Unsupported;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.link.body.OperatorBody;
import dev.fluxion.agent.link.evaluate.OperatorCalls;
import dev.fluxion.agent.link.operator.Operator;
import dev.fluxion.agent.write.MethodWriter;
import dev.fluxion.runtime.Refusal;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Defines the class that holds an entry: the evaluation of an operator on regular arguments, and the way out for all others. */
final class WrittenEntry {
    private static final String NAME = Type.getInternalName(WrittenEntry.class) + "$Code";

    private WrittenEntry() {}

    /**
     * A handle of the operator's type.
     *
     * @param general called for arguments that are not regular
     * @param guard null for none
     * @return null if there is no code for the operator, which is then left to the general way altogether
     */
    static MethodHandle of(Operator operator, OperatorCalls general, Guard guard)
            throws Refusal, ReflectiveOperationException {
        EntryCode code = new EntryCode(operator, guard);
        try {
            OperatorBody.write(code, operator);
        } catch (Unsupported unsupported) {
            operator.facts()
                    .linker()
                    .trace()
                    .dropped(() -> operator.display() + " is left to the general way", unsupported);
            return null;
        }
        Function function = code.finish(general);
        MethodType type = code.type();
        ClassWriter writer = new ClassWriter(0);
        writer.visit(Opcodes.V17, Opcodes.ACC_FINAL | Opcodes.ACC_SYNTHETIC, NAME, null, "java/lang/Object", null);
        MethodWriter.write(
                function, writer.visitMethod(Opcodes.ACC_STATIC, "call", type.toMethodDescriptorString(), null, null));
        code.constants().resolve(writer);
        writer.visitEnd();
        Lookup lookup = MethodHandles.lookup()
                .defineHiddenClassWithClassData(
                        writer.toByteArray(), code.constants().objects(), true);
        return lookup.findStatic(lookup.lookupClass(), "call", type).asType(operator.type());
    }
}
