package dev.fluxion.runtime;

import java.lang.invoke.CallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.List;

/**
 * Where the application's side, generated code and the agent's compiler meet, in JDK types only. It lives in the boot loader,
 * so that every class can reach it by name.
 */
public final class Bridge {
    /** What the agent's compiler offers; installed once, when the agent starts. */
    public interface Compiler {
        /**
         * A derivative of a functional object.
         *
         * @param operator {@code gradient}: handle {@code (double[] x, double[] gradientOut)double};
         *     {@code derivative}: {@code (double x, double[] derivativeOut)double}; {@code hvp}:
         *     {@code (double[] x, double[] v, double[] gradientOut, double[] hvpOut)double}; {@code jvp}:
         *     {@code (double[] x, double[] v, double[][] jvpHolder)double[]}, where the holder's one element is set; {@code vjp}:
         *     {@code (double[] x, double[] cotangent, double[] vjpOut)double[]}; {@code jacobian} and {@code hessian}:
         *     {@code (double[] x)double[][]}; {@code valueAndJacobian}: {@code (double[] x, double[][] jacobianOut)double[]};
         *     {@code valueGradientAndHessian}: {@code (double[] x, double[] gradientOut, double[][] hessianOut)double}
         */
        MethodHandle function(String operator, Object function) throws Throwable;

        /**
         * A derivative of any method.
         *
         * @param operator {@code gradient}: handle {@code (Object[] args)Object[]}; {@code jvp}:
         *     {@code (Object[] args, Object[] tangents)Object[]}; {@code vjp}:
         *     {@code (Object[] args, Object cotangent)Object[]}
         * @param method one that everybody may call, or else made accessible, which proves that who asks may call it
         */
        MethodHandle method(String operator, Method method) throws Throwable;

        /** The same of the method that a direct handle calls, which is the proof itself. */
        MethodHandle method(String operator, MethodHandle handle) throws Throwable;

        /**
         * The same of what the method writes into one of its arguments.
         *
         * @param argument its index, receiver included
         */
        MethodHandle output(String operator, Method method, int argument) throws Throwable;

        /** The same of the method that a direct handle calls. */
        MethodHandle output(String operator, MethodHandle handle, int argument) throws Throwable;

        /**
         * A direct handle of a method that is neither made accessible nor everybody's, if the caller of {@code Fluxion.of} could make
         * it accessible.
         *
         * @return null if it cannot be told who that is
         * @throws IllegalArgumentException if that could not
         */
        MethodHandle grant(Method method) throws Throwable;

        /** The method that a direct method handle calls; that it is named makes it no more accessible. */
        Method reveal(MethodHandle handle) throws Throwable;

        /** What messages call a method's arguments, {@code this} for its receiver: by name, or by number where there are no names. */
        List<String> names(Method method) throws Throwable;

        /**
         * The body of a stub, of the stub's own type.
         *
         * @param lookup with full privileges, such as the JVM gives to the stub's own {@code invokedynamic}
         */
        MethodHandle stub(MethodHandles.Lookup lookup, String stubName, MethodType stubType) throws Throwable;

        /** The call site of a derived variant of a method, see {@link Bridge#variant}. */
        CallSite variant(
                MethodHandles.Lookup lookup,
                MethodType type,
                String kind,
                String owner,
                String name,
                String descriptor,
                boolean isInterface,
                String transforms)
                throws Throwable;

        /** The call site of a member that a class may use and its companions may not, see {@link Bridge#member}. */
        CallSite member(
                MethodHandles.Lookup lookup, MethodType type, String use, String owner, String name, String host)
                throws Throwable;
    }

    private static volatile Compiler compiler;

    private Bridge() {}

    /** Makes derivatives work from now on; a second call changes nothing. The agent calls it by its own lookup: nobody else can. */
    @SuppressWarnings("UnusedMethod") // by that lookup
    private static synchronized void install(Compiler installed) {
        if (compiler == null) {
            compiler = installed;
        }
    }

    public static boolean isInstalled() {
        return compiler != null;
    }

    /** See {@link Compiler#function}. */
    public static MethodHandle function(String operator, Object function) throws Throwable {
        return compiler.function(operator, function);
    }

    /** See {@link Compiler#method(String, Method)}. */
    public static MethodHandle method(String operator, Method method) throws Throwable {
        return compiler.method(operator, method);
    }

    /** See {@link Compiler#method(String, MethodHandle)}. */
    public static MethodHandle method(String operator, MethodHandle handle) throws Throwable {
        return compiler.method(operator, handle);
    }

    /** See {@link Compiler#output(String, MethodHandle, int)}. */
    public static MethodHandle output(String operator, MethodHandle handle, int argument) throws Throwable {
        return compiler.output(operator, handle, argument);
    }

    /** See {@link Compiler#output(String, Method, int)}. */
    public static MethodHandle output(String operator, Method method, int argument) throws Throwable {
        return compiler.output(operator, method, argument);
    }

    /** See {@link Compiler#grant}. */
    public static MethodHandle grant(Method method) throws Throwable {
        return compiler.grant(method);
    }

    /** See {@link Compiler#reveal}. */
    public static Method reveal(MethodHandle handle) throws Throwable {
        return compiler.reveal(handle);
    }

    /** See {@link Compiler#names}. */
    public static List<String> names(Method method) throws Throwable {
        return compiler.names(method);
    }

    /** See {@link Compiler#stub}. */
    public static MethodHandle stub(MethodHandles.Lookup lookup, String stubName, MethodType stubType)
            throws Throwable {
        return compiler.stub(lookup, stubName, stubType);
    }

    /**
     * Bootstrap method of calls between companions: the named method with the given transforms applied. It serves only companions,
     * and each only with what its own code calls.
     */
    public static CallSite variant(
            MethodHandles.Lookup lookup,
            String callName,
            MethodType type,
            String kind,
            String owner,
            String name,
            String descriptor,
            int isInterface,
            String transforms)
            throws Throwable {
        return compiler.variant(lookup, type, kind, owner, name, descriptor, isInterface != 0, transforms);
    }

    /**
     * Bootstrap method of what only the host class itself may do: {@code super} calls, inherited protected members. It grants nothing:
     * the lookup has to be able to look into the host by {@link MethodHandles#privateLookupIn}.
     */
    public static CallSite member(
            MethodHandles.Lookup lookup,
            String callName,
            MethodType type,
            String use,
            String owner,
            String name,
            String host)
            throws Throwable {
        return compiler.member(lookup, type, use, owner, name, host);
    }
}
