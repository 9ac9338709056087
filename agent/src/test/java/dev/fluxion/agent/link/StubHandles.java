package dev.fluxion.agent.link;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;

/** Stubs of a test class, linked as the agent would. */
public final class StubHandles {
    private StubHandles() {}

    /** The only method of a name. */
    public static Method method(Class<?> owner, String name) {
        return Arrays.stream(owner.getDeclaredMethods())
                .filter(method -> method.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    public static MethodHandle of(MethodHandles.Lookup lookup, String name) throws Throwable {
        Method stub = method(lookup.lookupClass(), name);
        MethodType declared = MethodType.methodType(stub.getReturnType(), stub.getParameterTypes());
        MethodType type = Modifier.isStatic(stub.getModifiers())
                ? declared
                : declared.insertParameterTypes(0, stub.getDeclaringClass());
        return Laboratory.theCompiler().stub(lookup, name, type);
    }
}
