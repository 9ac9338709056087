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
        double once = apply(rule, 1, -3, 5);
        assertEquals(2 * once, apply(rule, 2, -6, 10));
        assertEquals(-once, apply(rule, -1, 3, -5));
        assertEquals(0, apply(rule, 0, 0, 0) + 0.0);
    }

    @ParameterizedTest
    @MethodSource("derivativeRules")
    void aRuleIsAdditiveInItsTangents(Method rule) throws ReflectiveOperationException {
        double sum = apply(rule, 1, -3, 5);
        double parts = apply(rule, 1, 0, 0) + apply(rule, 0, -3, 0) + apply(rule, 0, 0, 5);
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
        assertEquals(found, new TreeSet<>(RuleTable.lines("/META-INF/fluxion/rules")));
    }

    /** The rule at an ordinary point, with the method's own value for its result. */
    private static double apply(Method rule, double... tangents) throws ReflectiveOperationException {
        double[] point = {0.6, 0.3, 0.9};
        List<Object> arguments = new ArrayList<>();
        List<Class<?>> types = new ArrayList<>();
        int tangent = 0;
        for (Parameter parameter : rule.getParameters()) {
            if (RuleTable.isMarked(parameter, Tangent.class)) {
                arguments.add(box(parameter.getType(), tangents[tangent++]));
            } else if (RuleTable.isMarked(parameter, Result.class)) {
                Method target = Math.class.getMethod(rule.getName(), types.toArray(Class<?>[]::new));
                arguments.add(target.invoke(null, arguments.toArray()));
            } else {
                types.add(parameter.getType());
                arguments.add(box(parameter.getType(), point[types.size() - 1]));
            }
        }
        return ((Number) rule.invoke(null, arguments.toArray())).doubleValue();
    }

    private static Object box(Class<?> type, double value) {
        if (type == int.class) {
            return 3;
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
        return type == double.class || type == float.class;
    }
}
