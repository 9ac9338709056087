package dev.fluxion.agent.sweep;

import dev.fluxion.agent.link.Laboratory;
import java.lang.invoke.MethodHandle;

/** What is asked of a method to first order. */
interface FirstDerivatives {
    /** The value and its tangent. */
    Object[] jvp(Object[] arguments, Object[] tangents) throws Throwable;

    /** The cotangents of the arguments. */
    Object[] vjp(Object[] arguments, Object cotangent) throws Throwable;

    /** The gradient of a method that returns a number. */
    Object[] gradient(Object[] arguments) throws Throwable;

    /** Those that the compiler makes. */
    static FirstDerivatives of(Subject subject) throws Throwable {
        MethodHandle jvp = handle("jvp", subject);
        MethodHandle vjp = handle("vjp", subject);
        return new FirstDerivatives() {
            @Override
            public Object[] jvp(Object[] arguments, Object[] tangents) throws Throwable {
                return (Object[]) jvp.invoke(arguments, tangents);
            }

            @Override
            public Object[] vjp(Object[] arguments, Object cotangent) throws Throwable {
                return (Object[]) vjp.invoke(arguments, cotangent);
            }

            @Override
            public Object[] gradient(Object[] arguments) throws Throwable {
                return (Object[]) handle("gradient", subject).invoke(arguments);
            }
        };
    }

    private static MethodHandle handle(String operator, Subject subject) throws Throwable {
        return subject.output() == Subject.RETURNED
                ? Laboratory.theCompiler().method(operator, subject.method())
                : Laboratory.theCompiler().output(operator, subject.method(), subject.output());
    }
}
