package dev.fluxion.agent.write;

import java.lang.invoke.MethodHandles;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;

/** Bootstrap methods of dynamically computed constants. */
public final class Constants {
    private Constants() {}

    static ConstantDynamic dynamic(String bootstrap, String descriptor, int argument) {
        return new ConstantDynamic("constant", descriptor, handle(bootstrap), argument);
    }

    static Handle handle(String bootstrap) {
        String descriptor =
                "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/Class;I)Ljava/lang/Object;";
        return new Handle(
                Opcodes.H_INVOKESTATIC, Constants.class.getName().replace('.', '/'), bootstrap, descriptor, false);
    }

    /** The number as the type asked for. */
    public static Object number(MethodHandles.Lookup lookup, String name, Class<?> type, int number) {
        return type == long.class ? (Object) (long) number : (Object) number;
    }

    /** Always fails. */
    public static Object failing(MethodHandles.Lookup lookup, String name, Class<?> type, int number) {
        throw new IllegalStateException("no constant " + number);
    }
}
