package dev.fluxion.agent.known;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.agent.ir.operator.MethodReference;
import dev.fluxion.agent.ir.value.Type;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class KnownCodeTest {
    private static final Map<Class<?>, List<Object>> EXTREMES = Map.of(
            double.class,
                    List.of(
                            0.0,
                            -0.0,
                            1.5,
                            -3.0,
                            Double.MIN_VALUE,
                            Double.MAX_VALUE,
                            Double.NaN,
                            Double.NEGATIVE_INFINITY),
            float.class, List.of(0f, -0f, 1.5f, Float.MIN_VALUE, Float.MAX_VALUE, Float.NaN, Float.POSITIVE_INFINITY),
            int.class, List.of(0, 1, -1, 64, Integer.MIN_VALUE, Integer.MAX_VALUE),
            long.class, List.of(0L, 1L, -1L, 64L, Long.MIN_VALUE, Long.MAX_VALUE));

    private static Map<String, List<String>> sections() {
        Map<String, List<String>> sections = new LinkedHashMap<>();
        String text = new String(AgentResources.read("META-INF/fluxion/known"), StandardCharsets.UTF_8);
        List<String> current = null;
        for (String line : ResourceLines.of(text)) {
            if (line.startsWith("[")) {
                current = new ArrayList<>();
                assertNull(sections.put(line, current), line);
            } else {
                current.add(line);
            }
        }
        return sections;
    }

    private static MethodReference reference(Method method) {
        String descriptor = MethodType.methodType(method.getReturnType(), method.getParameterTypes())
                .toMethodDescriptorString();
        return new MethodReference(
                method.getDeclaringClass().getName().replace('.', '/'), method.getName(), descriptor, false);
    }

    private static Class<?> load(String name) {
        return assertDoesNotThrow(() -> Class.forName(name, false, null));
    }

    @Test
    void theTableSaysEachFactOfSomethingAndNothingTwice() {
        Map<String, List<String>> sections = sections();
        Stream<String> ofMethods = Arrays.stream(MethodFact.values())
                .filter(fact -> !fact.isForApplications())
                .map(MethodFact::section);
        Stream<String> ofClasses = Arrays.stream(ClassFact.values()).map(ClassFact::section);
        assertEquals(Stream.concat(ofMethods, ofClasses).collect(Collectors.toSet()), sections.keySet());
        sections.forEach((section, lines) -> {
            assertFalse(lines.isEmpty(), section);
            assertEquals(lines.size(), lines.stream().distinct().count(), section);
        });
    }

    @Test
    void everyClassAndEveryMethodOfTheTableExists() {
        Map<String, List<String>> sections = sections();
        for (ClassFact fact : ClassFact.values()) {
            sections.remove(fact.section()).forEach(KnownCodeTest::load);
        }
        for (List<String> patterns : sections.values()) {
            for (String pattern : patterns) {
                String name = pattern.substring(pattern.lastIndexOf('.') + 1);
                if (!pattern.startsWith("!")) {
                    Class<?> owner = load(pattern.substring(0, pattern.length() - name.length() - 1));
                    assertTrue(
                            name.equals("*")
                                    || name.equals("<init>")
                                    || Arrays.stream(owner.getMethods())
                                            .anyMatch(method -> method.getName().equals(name)),
                            pattern);
                }
            }
        }
    }

    @Test
    void classesWhoseObjectsNobodyCanChangeAreFinal() {
        for (String name : sections().get(ClassFact.IMMUTABLE.section())) {
            assertTrue(Modifier.isFinal(load(name).getModifiers()), name);
        }
    }

    @Test
    void noFunctionOfMathematicsThrowsWhateverItIsPassed() {
        int asked = 0;
        for (Class<?> owner : List.of(Math.class, StrictMath.class)) {
            for (Method method : owner.getMethods()) {
                if (Modifier.isStatic(method.getModifiers())
                        && KnownCode.isKnown(MethodFact.MATHEMATICS, reference(method))) {
                    asked += callAll(method, new ArrayList<>());
                }
            }
        }
        assertTrue(asked > 3000, asked + " calls");
    }

    private static int callAll(Method method, List<Object> arguments) {
        if (arguments.size() == method.getParameterCount()) {
            assertDoesNotThrow(() -> method.invoke(null, arguments.toArray()), () -> method + " of " + arguments);
            return 1;
        }
        int count = 0;
        for (Object extreme : EXTREMES.get(method.getParameterTypes()[arguments.size()])) {
            arguments.add(extreme);
            count += callAll(method, arguments);
            arguments.remove(arguments.size() - 1);
        }
        return count;
    }

    @Test
    void functionsThatThrowOrDrawNumbersAreNoMathematics() {
        for (String call : List.of("addExact(II)I", "floorDiv(JJ)J", "floorMod(II)I", "random()D", "clamp(DDD)D")) {
            int descriptor = call.indexOf('(');
            MethodReference method = new MethodReference(
                    "java/lang/Math", call.substring(0, descriptor), call.substring(descriptor), false);
            assertFalse(KnownCode.isKnown(MethodFact.MATHEMATICS, method), call);
        }
    }

    @Test
    void bitsAreHandedOnByWhatIsNoComparisonAndNoText() {
        assertTrue(KnownCode.isKnown(
                MethodFact.HANDS_ON_BITS, new MethodReference("java/lang/Long", "reverse", "(J)J", false)));
        assertFalse(KnownCode.isKnown(
                MethodFact.HANDS_ON_BITS, new MethodReference("java/lang/Long", "compare", "(JJ)I", false)));
        assertFalse(KnownCode.isKnown(
                MethodFact.HANDS_ON_BITS,
                new MethodReference("java/lang/Long", "toString", "(J)Ljava/lang/String;", false)));
        assertFalse(KnownCode.isKnown(
                MethodFact.HANDS_ON_BITS, new MethodReference("java/math/BigInteger", "testBit", "(I)Z", false)));
    }

    @Test
    void nothingIsKnownOfTheClassOfAnArray() {
        assertTrue(KnownCode.isKnown(ClassFact.IMMUTABLE, Type.ofDescriptor("Ljava/lang/String;")));
        assertFalse(KnownCode.isKnown(ClassFact.IMMUTABLE, Type.ofDescriptor("[Ljava/lang/String;")));
        assertFalse(KnownCode.isKnown(ClassFact.IMMUTABLE, Type.ofDescriptor("[D")));
    }

    @Test
    void anApplicationSaysOnlyThroughWhatNoDerivativeFlows() {
        String message = assertThrows(
                        IllegalStateException.class,
                        () -> KnownCode.ofApplication("[quiet]\ncom.acme.Log.info\n", "a list"))
                .getMessage();
        assertTrue(message.startsWith("The inert list a list has the line \"[quiet]\""), message);
    }

    @Test
    void theListThatTravelsWithTheLibraryIsReadOnce() {
        String own = new String(AgentResources.read(KnownCode.INERT), StandardCharsets.UTF_8);
        assertNull(KnownCode.ofApplication(own, "the library's"));
    }

    @Test
    void aPatternOfAPackageAndAnExceptionAreFollowed() {
        KnownCode code =
                KnownCode.ofApplication("com.acme.**\n!com.acme.Model.*\n[encodes]\ncom.acme.Model.bits\n", "a list");
        assertTrue(code.says(MethodFact.INERT, new MethodReference("com/acme/deep/Log", "info", "()V", false)));
        assertFalse(code.says(MethodFact.INERT, new MethodReference("com/acme/Model", "bits", "(D)J", false)));
        assertTrue(code.says(MethodFact.ENCODES, new MethodReference("com/acme/Model", "bits", "(D)J", false)));
        assertFalse(code.says(MethodFact.DECODES, new MethodReference("com/acme/Model", "bits", "(D)J", false)));
    }
}
