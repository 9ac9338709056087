package dev.fluxion.rules;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.annotation.Annotation;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** The rules as the index names them, read by reflection. */
final class RuleTable {
    private RuleTable() {}

    static List<String> lines(String resource) {
        try (InputStream stream = RuleTable.class.getResourceAsStream(resource)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.replaceFirst("#.*", "").strip())
                    .filter(line -> !line.isEmpty())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Class<?>> ruleClasses() {
        return lines("/META-INF/fluxion/rules").stream()
                .<Class<?>>map(line -> load(name(line)))
                .toList();
    }

    /** Of the class that a line of the index names. */
    static String name(String line) {
        return line.replaceFirst(":.*", "").strip();
    }

    /** Every rule and every declaration. */
    static List<Method> rules() {
        return ruleClasses().stream()
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .filter(method -> !method.isSynthetic())
                .toList();
    }

    static List<Method> derivativeRules() {
        return rules().stream()
                .filter(method -> method.isAnnotationPresent(Jvp.class))
                .toList();
    }

    /** Those of the JDK; the others are not on the class path here. */
    static List<Class<?>> targets(Method rule) {
        return List.of(rule.getDeclaringClass().getAnnotation(RulesFor.class).value());
    }

    /** Name, parameters and result of the method that a rule is for. */
    static String signature(Method rule) {
        Class<?>[] primals = Arrays.stream(rule.getParameters())
                .filter(parameter -> !isMarked(parameter, Result.class) && !isMarked(parameter, Tangent.class))
                .map(Parameter::getType)
                .toArray(Class<?>[]::new);
        return rule.getName()
                + (rule.isAnnotationPresent(Jvp.class)
                        ? MethodType.methodType(rule.getReturnType(), primals)
                        : MethodType.methodType(rule.getReturnType(), rule.getParameterTypes()));
    }

    static boolean isMarked(Parameter parameter, Class<? extends Annotation> mark) {
        return parameter.isAnnotationPresent(mark);
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
