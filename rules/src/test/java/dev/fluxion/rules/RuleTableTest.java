package dev.fluxion.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.net.URISyntaxException;
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
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RuleTableTest {
    /** Methods that JDK 17 lacks and a later one has. */
    private static final Set<String> ADDED_LATER =
            Set.of("clamp(double,double,double)double", "clamp(float,float,float)float");

    /** Declared in the inert list: no number goes in. */
    private static final Set<String> INERT = Set.of("random()double");

    static List<Method> rules() {
        return RuleTable.rules();
    }

    static List<Method> derivativeRules() {
        return RuleTable.derivativeRules();
    }

    @ParameterizedTest
    @ValueSource(classes = {Math.class, StrictMath.class})
    void everyMethodOnNumbersHasARule(Class<?> target) {
        Set<String> missing = numericMethods(target);
        missing.removeAll(INERT);
        for (Method rule : RuleTable.rules()) {
            if (RuleTable.targets(rule).contains(target)) {
                missing.remove(RuleTable.signature(rule));
            }
        }
        assertEquals(Set.of(), missing);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void everyRuleIsForAMethodThatExists(Method rule) {
        for (Class<?> target : RuleTable.targets(rule)) {
            String signature = RuleTable.signature(rule);
            assertTrue(numericMethods(target).contains(signature) || ADDED_LATER.contains(signature), signature);
        }
    }

    @Test
    void noMethodHasTwoRules() {
        List<String> signatures = new ArrayList<>();
        for (Method rule : RuleTable.rules()) {
            for (Class<?> target : RuleTable.targets(rule)) {
                signatures.add(target.getName() + "." + RuleTable.signature(rule));
            }
            RulesFor annotation = rule.getDeclaringClass().getAnnotation(RulesFor.class);
            for (String target : annotation.className()) {
                signatures.add(target + "." + RuleTable.signature(rule));
            }
        }
        assertEquals(signatures.size(), Set.copyOf(signatures).size());
    }

    @ParameterizedTest
    @MethodSource("derivativeRules")
    void aDerivativeRuleTakesTheArgumentsThenTheResultThenOneTangentForEachNumber(Method rule) {
        List<Class<?>> expected = new ArrayList<>();
        List<Class<?>> tangents = new ArrayList<>();
        boolean takesResult = false;
        for (Parameter parameter : rule.getParameters()) {
            if (RuleTable.isMarked(parameter, Result.class)) {
                takesResult = true;
            } else if (!RuleTable.isMarked(parameter, Tangent.class)) {
                expected.add(parameter.getType());
                if (isNumber(parameter.getType())) {
                    tangents.add(parameter.getType());
                }
            }
        }
        if (takesResult) {
            expected.add(rule.getReturnType());
        }
        expected.addAll(tangents);
        assertEquals(expected, List.of(rule.getParameterTypes()));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void aRuleIsEitherAStaticDerivativeOrANativeDeclaration(Method rule) {
        assertTrue(Modifier.isStatic(rule.getModifiers()));
        boolean isDeclaration = rule.isAnnotationPresent(ZeroDerivative.class) || rule.isAnnotationPresent(Inert.class);
        assertEquals(isDeclaration, Modifier.isNative(rule.getModifiers()));
        assertEquals(!isDeclaration, rule.isAnnotationPresent(Jvp.class));
    }

    @ParameterizedTest
    @MethodSource("derivativeRules")
    void aRuleIsHomogeneousInItsTangents(Method rule) throws ReflectiveOperationException {
        double once = apply(rule, 1, -3, 5, 7, -2, 4, 8, 6);
        assertEquals(2 * once, apply(rule, 2, -6, 10, 14, -4, 8, 16, 12));
        assertEquals(-once, apply(rule, -1, 3, -5, -7, 2, -4, -8, -6));
        assertEquals(0, apply(rule, new double[8]) + 0.0);
    }

    @ParameterizedTest
    @MethodSource("derivativeRules")
    void aRuleIsAdditiveInItsTangents(Method rule) throws ReflectiveOperationException {
        double[] tangents = {1, -3, 5, 7, -2, 4, 8, 6};
        double sum = apply(rule, tangents);
        double parts = 0;
        for (int i = 0; i < tangents.length; i++) {
            double[] one = new double[tangents.length];
            one[i] = tangents[i];
            parts += apply(rule, one);
        }
        assertEquals(sum, parts, 1e-6 * Math.abs(sum));
    }

    @Test
    void theIndexNamesEveryRuleClassOfThePackage() throws IOException, URISyntaxException {
        Path folder =
                Path.of(RulesFor.class.getResource("RulesFor.class").toURI()).getParent();
        Set<String> found = new TreeSet<>();
        try (Stream<Path> files = Files.list(folder)) {
            files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith("Rules.class"))
                    .forEach(name -> found.add("dev.fluxion.rules." + name.replace(".class", "")));
        }
        Set<String> named = new TreeSet<>();
        RuleTable.lines("/META-INF/fluxion/rules").forEach(line -> named.add(RuleTable.name(line)));
        assertEquals(found, named);
    }

    @Test
    void whatTheIndexSaysOfAClassOfRulesIsWhatTheClassSays() {
        for (String line : RuleTable.lines("/META-INF/fluxion/rules")) {
            if (line.contains(":")) {
                RulesFor annotation = RuleTable.ruleClasses().stream()
                        .filter(type -> type.getName().equals(RuleTable.name(line)))
                        .findAny()
                        .orElseThrow()
                        .getAnnotation(RulesFor.class);
                Set<String> listed = Set.of(line.replaceFirst(".*:", "").strip().split(",\\s*"));
                assertEquals(Set.of(annotation.className()), listed);
                assertEquals(0, annotation.value().length);
            }
        }
    }

    /** The rule at an ordinary point, with the method's own value for its result. */
    private static double apply(Method rule, double... tangents) throws ReflectiveOperationException {
        double[] point = {rule.getName().equals("acosh") ? 1.6 : 0.6, 0.3, 0.9, 0.2, 0.5, 0.7, 0.4, 0.8};
        List<Object> arguments = new ArrayList<>();
        List<Class<?>> types = new ArrayList<>();
        int tangent = 0;
        for (Parameter parameter : rule.getParameters()) {
            if (RuleTable.isMarked(parameter, Tangent.class)) {
                arguments.add(box(parameter.getType(), tangents[tangent++]));
            } else if (RuleTable.isMarked(parameter, Result.class)) {
                arguments.add(result(rule, types, arguments));
            } else {
                types.add(parameter.getType());
                arguments.add(box(parameter.getType(), point[types.size() - 1]));
            }
        }
        return ((Number) rule.invoke(null, arguments.toArray())).doubleValue();
    }

    /** What the method returns; any number will do where the JDK has no such method. */
    private static Object result(Method rule, List<Class<?>> types, List<Object> arguments)
            throws ReflectiveOperationException {
        if (RuleTable.targets(rule).isEmpty()) {
            return 0.4;
        }
        Method target = Math.class.getMethod(rule.getName(), types.toArray(Class<?>[]::new));
        return target.invoke(null, arguments.toArray());
    }

    private static Object box(Class<?> type, double value) {
        if (type == int.class) {
            return 3;
        }
        if (type == long.class) {
            return 3L;
        }
        if (type == double[].class) {
            return new double[] {value, -2 * value};
        }
        return type == float.class ? (Object) (float) value : (Object) value;
    }

    private static Set<String> numericMethods(Class<?> target) {
        Set<String> signatures = new TreeSet<>();
        for (Method method : target.getDeclaredMethods()) {
            boolean touchesNumbers = isNumber(method.getReturnType())
                    || Arrays.stream(method.getParameterTypes()).anyMatch(RuleTableTest::isNumber);
            if (Modifier.isPublic(method.getModifiers()) && touchesNumbers) {
                signatures.add(
                        method.getName() + MethodType.methodType(method.getReturnType(), method.getParameterTypes()));
            }
        }
        return signatures;
    }

    private static boolean isNumber(Class<?> type) {
        return type == double.class || type == float.class || type == double[].class;
    }
}
