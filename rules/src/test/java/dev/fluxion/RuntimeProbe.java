package dev.fluxion;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.management.ManagementFactory;
import java.util.Arrays;

/** Calls the API in a JVM of its own, against the runtime that {@link RuntimeTest} puts into the boot loader, and prints. */
final class RuntimeProbe {
    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    private RuntimeProbe() {}

    public static void main(String[] args) throws Throwable {
        GradientFunction gradient = Fluxion.gradient(x -> x[0]);
        double[] out = new double[2];
        System.out.println(gradient.valueAndGradient(new double[] {3, 4}, out) + " " + Arrays.toString(out));
        System.out.println(Arrays.toString(
                Fluxion.of(Math.class.getMethod("sin", double.class)).gradient(2.0)));
        Derivative sine = Fluxion.of(Math.class.getMethod("sin", double.class));
        describe(() -> sine.gradient((Object) null));
        System.out.println(allocated(gradient));
        describe(() -> gradient.gradient(new double[] {-1, 0}));
        describe(() -> gradient.gradient(new double[] {-2, 0}));
        describe(() -> Fluxion.derived());

        MethodType type = MethodType.methodType(double.class, double.class);
        var stub = Stubs.link(MethodHandles.lookup(), "stub", type).dynamicInvoker();
        System.out.println((double) stub.invokeExact(5.0));
        describe(() -> {
            double unused = (double) stub.invokeExact(-1.0);
        });
        var wrongStub = Stubs.link(MethodHandles.lookup(), "wrong", type).dynamicInvoker();
        describe(() -> {
            double unused = (double) wrongStub.invokeExact(5.0);
        });

        setInstalled(false);
        var early = Stubs.link(MethodHandles.lookup(), "stub", type).dynamicInvoker();
        for (int i = 0; i < 2; i++) {
            describe(() -> {
                double unused = (double) early.invokeExact(5.0);
            });
        }
        setInstalled(true);
        System.out.println((double) early.invokeExact(5.0));
        System.out.println((double) early.invokeExact(6.0));
    }

    private static void setInstalled(boolean installed) throws ReflectiveOperationException {
        Class.forName("dev.fluxion.runtime.Bridge", true, null)
                .getField("installed")
                .setBoolean(null, installed);
    }

    private static long allocated(GradientFunction gradient) {
        double[] x = {3, 4};
        double[] out = new double[2];
        for (int i = 0; i < 20_000; i++) {
            gradient.valueAndGradient(x, out);
        }
        long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 100_000; i++) {
            gradient.valueAndGradient(x, out);
        }
        return (THREADS.getCurrentThreadAllocatedBytes() - before) / 100_000;
    }

    private interface Evaluation {
        void run() throws Throwable;
    }

    private static void describe(Evaluation evaluation) throws Throwable {
        try {
            evaluation.run();
        } catch (NotDifferentiableException | IOException | IllegalStateException | IllegalArgumentException thrown) {
            Throwable cause = thrown.getCause();
            System.out.println(thrown
                    + (cause == null ? "" : " caused by " + cause.getClass().getName()));
        }
    }
}
