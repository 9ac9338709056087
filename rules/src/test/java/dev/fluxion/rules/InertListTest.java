package dev.fluxion.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InertListTest {
    private static final String INERT = "[inert]";
    private static final InertPatterns PATTERNS = new InertPatterns();

    /** Classes and methods that JDK 17 lacks and a later one has. */
    private static final Set<String> ADDED_LATER = Set.of(
            "java.io.IO.*",
            "java.lang.Thread.isVirtual",
            "java.lang.Thread.threadId",
            "java.lang.Float.floatToFloat16",
            "java.lang.Float.float16ToFloat",
            "java.util.Objects.toIdentityString");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "java.io.PrintStream.println(D)V",
                "java.io.PrintStream.printf(Ljava/lang/String;[Ljava/lang/Object;)Ljava/io/PrintStream;",
                "java.lang.String.valueOf(D)Ljava/lang/String;",
                "java.lang.String.format(Ljava/lang/String;[Ljava/lang/Object;)Ljava/lang/String;",
                "java.lang.StringBuilder.append(D)Ljava/lang/StringBuilder;",
                "java.text.DecimalFormat.format(D)Ljava/lang/String;",
                "java.lang.Double.compare(DD)I",
                "java.lang.Double.isNaN(D)Z",
                "java.lang.Double.isNaN()Z",
                "java.lang.Double.hashCode(D)I",
                "java.lang.Float.toString(F)Ljava/lang/String;",
                "java.util.Arrays.toString([D)Ljava/lang/String;",
                "java.util.Arrays.equals([D[D)Z",
                "java.util.Objects.hash([Ljava/lang/Object;)I",
                "java.util.logging.Logger.log(Ljava/util/logging/Level;Ljava/lang/String;[Ljava/lang/Object;)V",
                "java.lang.System$Logger.log(Ljava/lang/System$Logger$Level;Ljava/lang/String;[Ljava/lang/Object;)V",
                "org.slf4j.Logger.info(Ljava/lang/String;Ljava/lang/Object;)V",
                "org.apache.logging.log4j.Logger.debug(Ljava/lang/String;Ljava/lang/Object;)V",
                "java.lang.System.nanoTime()J",
                "java.time.Duration.between(Ljava/time/temporal/Temporal;Ljava/time/temporal/Temporal;)Ljava/time/Duration;",
                "java.lang.Math.random()D",
                "java.util.Random.<init>(J)V",
                "java.util.Random.nextDouble()D",
                "java.util.Random.nextGaussian()D",
                "java.util.Random.nextInt(I)I",
                "java.util.random.RandomGenerator.nextDouble()D",
                "java.util.concurrent.ThreadLocalRandom.current()Ljava/util/concurrent/ThreadLocalRandom;",
                "java.lang.IllegalArgumentException.<init>(Ljava/lang/String;)V",
                "java.lang.AssertionError.<init>(D)V",
                "java.lang.ArithmeticException.getMessage()Ljava/lang/String;",
                "java.lang.Class.desiredAssertionStatus()Z"
            })
    void nothingFlowsThrough(String call) {
        assertTrue(PATTERNS.covers(INERT, call));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "java.util.Random.nextDouble(D)D",
                "java.util.Random.nextDouble(DD)D",
                "java.util.Random.nextGaussian(DD)D",
                "java.util.Random.nextFloat(F)F",
                "java.util.Random.doubles(JDD)Ljava/util/stream/DoubleStream;",
                "java.util.concurrent.ThreadLocalRandom.nextDouble(DD)D",
                "java.util.random.RandomGenerator.nextDouble(DD)D",
                "java.util.SplittableRandom.nextDouble(D)D",
                "java.util.Objects.requireNonNull(Ljava/lang/Object;)Ljava/lang/Object;",
                "java.util.Objects.requireNonNullElse(Ljava/lang/Object;Ljava/lang/Object;)Ljava/lang/Object;",
                "java.lang.Class.cast(Ljava/lang/Object;)Ljava/lang/Object;",
                "java.lang.String.transform(Ljava/util/function/Function;)Ljava/lang/Object;",
                "java.lang.Double.valueOf(D)Ljava/lang/Double;",
                "java.lang.Double.doubleValue()D",
                "java.lang.Double.sum(DD)D",
                "java.util.Arrays.sort([D)V",
                "java.util.Arrays.stream([D)Ljava/util/stream/DoubleStream;",
                "java.util.List.add(Ljava/lang/Object;)Z",
                "java.nio.ByteBuffer.putDouble(D)Ljava/nio/ByteBuffer;",
                "java.io.DataOutputStream.writeDouble(D)V",
                "java.lang.Thread.start()V",
                "java.text.ChoiceFormat.nextDouble(D)D",
                "org.apache.logging.log4j.Logger.traceExit(Ljava/lang/Object;)Ljava/lang/Object;"
            })
    void somethingMayFlowThrough(String call) {
        assertFalse(PATTERNS.covers(INERT, call));
    }

    @Test
    void otherFormsOfANumberAreMadeAndReadInSectionsOfTheirOwn() {
        assertEquals(List.of(INERT, "[encodes]", "[decodes]"), PATTERNS.names());
        assertTrue(PATTERNS.covers("[encodes]", "java.lang.Double.doubleToRawLongBits(D)J"));
        assertTrue(PATTERNS.covers("[decodes]", "java.lang.Double.longBitsToDouble(J)D"));
        assertFalse(PATTERNS.covers(INERT, "java.lang.Double.doubleToRawLongBits(D)J"));
        assertFalse(PATTERNS.covers(INERT, "java.lang.Double.longBitsToDouble(J)D"));
    }

    @Test
    void noPatternIsWrittenTwice() {
        for (String section : PATTERNS.names()) {
            List<String> patterns = PATTERNS.section(section);
            assertEquals(patterns.size(), new TreeSet<>(patterns).size(), section);
        }
    }

    @Test
    void everyNameOfTheJdkExists() {
        List<String> unknown = new ArrayList<>();
        for (String section : PATTERNS.names()) {
            for (String pattern : PATTERNS.section(section)) {
                if (pattern.startsWith("java.") && !ADDED_LATER.contains(pattern) && !exists(pattern)) {
                    unknown.add(pattern);
                }
            }
        }
        assertEquals(List.of(), unknown);
    }

    @Test
    void noMethodOfTheJdkThatTakesAndReturnsANumberIsInert() throws IOException {
        Set<String> wrong = new TreeSet<>();
        for (Method method : publicMethodsOfTheJdk()) {
            boolean takesNumber = Arrays.stream(method.getParameterTypes()).anyMatch(InertListTest::mayHoldNumber);
            if (takesNumber && mayHoldNumber(method.getReturnType()) && PATTERNS.covers(INERT, call(method))) {
                wrong.add(call(method));
            }
        }
        assertEquals(Set.of(), wrong);
    }

    @Test
    void noMethodOfTheJdkThatReturnsWhatItIsGivenOrWhatAClosureComputesIsInert() throws IOException {
        Set<String> wrong = new TreeSet<>();
        for (Method method : publicMethodsOfTheJdk()) {
            Type result = method.getGenericReturnType();
            boolean isGeneric = result instanceof TypeVariable<?> variable
                    && Arrays.stream(method.getGenericParameterTypes())
                            .anyMatch(type -> type.getTypeName().matches(".*\\b" + variable.getName() + "\\b.*"));
            if (isGeneric && method.getReturnType() == Object.class && PATTERNS.covers(INERT, call(method))) {
                wrong.add(call(method));
            }
        }
        assertEquals(Set.of(), wrong);
    }

    private static boolean mayHoldNumber(Class<?> type) {
        Class<?> element = type;
        while (element.isArray()) {
            element = element.getComponentType();
        }
        return element == double.class || element == float.class || element == Double.class || element == Float.class;
    }

    private static boolean exists(String pattern) {
        if (pattern.endsWith("**")) {
            return ModuleLayer.boot().modules().stream()
                    .anyMatch(module -> module.getPackages().contains(pattern.replace(".**", "")));
        }
        String path = pattern.replaceFirst("\\(.*", "");
        String className = path.substring(0, path.lastIndexOf('.'));
        String methodName = path.substring(path.lastIndexOf('.') + 1);
        if (className.contains("*")) {
            return true;
        }
        if (methodName.equals("**")) {
            return isPackage(className);
        }
        Class<?> type;
        try {
            type = Class.forName(className, false, null);
        } catch (ClassNotFoundException missing) {
            return false;
        }
        if (methodName.contains("*") || methodName.equals("<init>")) {
            return true;
        }
        Stream<Method> methods =
                Stream.concat(Arrays.stream(type.getDeclaredMethods()), Arrays.stream(type.getMethods()));
        return methods.anyMatch(method -> method.getName().equals(methodName)
                && (!pattern.contains("(")
                        || call(method).endsWith(pattern.substring(pattern.indexOf('.' + methodName)))));
    }

    private static boolean isPackage(String name) {
        return ModuleLayer.boot().modules().stream()
                .anyMatch(module -> module.getPackages().contains(name));
    }

    private static List<Method> publicMethodsOfTheJdk() throws IOException {
        List<Method> methods = new ArrayList<>();
        Path modules = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("/modules/java.base/java");
        try (Stream<Path> files = Files.walk(modules)) {
            for (Path file :
                    (Iterable<Path>) files.filter(path -> path.toString().endsWith(".class"))::iterator) {
                String name = file.toString()
                        .substring("/modules/java.base/".length())
                        .replace(".class", "");
                methods.addAll(Arrays.asList(load(name.replace('/', '.')).getMethods()));
            }
        }
        return methods;
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, null);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String call(Method method) {
        return method.getDeclaringClass().getName() + "." + method.getName()
                + MethodType.methodType(method.getReturnType(), method.getParameterTypes())
                        .toMethodDescriptorString();
    }
}
