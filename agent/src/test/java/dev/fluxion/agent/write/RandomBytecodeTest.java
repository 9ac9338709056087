package dev.fluxion.agent.write;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RandomBytecodeTest {
    private static final int PROGRAMS = 400;

    @Test
    void randomMethodsBehaveTheSameAfterReadAndWrite() throws Exception {
        for (long seed = 0; seed < PROGRAMS; seed++) {
            byte[] classFile = RandomBytecode.classFile(seed);
            Method original = run(RewritingLoader.define(RandomBytecode.NAME, classFile));
            Method rewritten = run(RewritingLoader.rewrite(RandomBytecode.NAME, classFile));
            for (int argument = -2; argument <= 3; argument++) {
                assertEquals(outcome(original, argument), outcome(rewritten, argument), "seed " + seed);
            }
        }
    }

    private static Method run(Class<?> type) throws ReflectiveOperationException {
        return type.getMethod("run", int.class, double[].class);
    }

    private static String outcome(Method method, int argument) throws IllegalAccessException {
        double[] array = {0.5, argument, -3};
        try {
            return method.invoke(null, argument, array) + Arrays.toString(array);
        } catch (InvocationTargetException e) {
            return e.getCause().getClass() + Arrays.toString(array);
        }
    }
}
