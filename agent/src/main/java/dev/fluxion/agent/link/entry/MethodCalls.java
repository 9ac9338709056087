package dev.fluxion.agent.link.entry;

import dev.fluxion.agent.link.array.ShadowBinding;
import dev.fluxion.agent.link.array.Shapes;
import dev.fluxion.agent.link.companion.KnownClassValue;
import dev.fluxion.agent.link.companion.Linker;
import dev.fluxion.agent.link.dispatch.Dispatch;
import dev.fluxion.agent.link.dispatch.Revealed;
import dev.fluxion.agent.link.evaluate.Evaluator;
import dev.fluxion.agent.link.evaluate.Linked;
import dev.fluxion.agent.link.operator.Operator;
import dev.fluxion.agent.link.operator.Target;
import dev.fluxion.agent.link.operator.TargetFacts;
import dev.fluxion.agent.link.operator.Targets;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Derivatives of a method called with its arguments as objects, with respect to all that carries one. */
final class MethodCalls {
    private record Question(Operator.Kind kind, List<Boolean> wrt) {}

    private final Linker linker;
    private final Method method;
    private final Class<?> receiver;
    private final int output;
    private final List<Integer> wrt;

    /** Of receivers of one class, which may be of a loader that does not live as long as that of the method. */
    private static final class OfReceiver {
        private final Map<Question, MethodHandle> entries = new ConcurrentHashMap<>();
        private volatile TargetFacts facts;

        void clear() {
            entries.clear();
            facts = null;
        }
    }

    private final KnownClassValue<OfReceiver> receivers = new KnownClassValue<>() {
        @Override
        public OfReceiver make(Class<?> type) {
            return new OfReceiver();
        }
    };

    /**
     * The derivatives of one method.
     *
     * @param receiver the class of objects that an instance method may be called on
     * @param output index among the arguments of the array that the method writes its result to; -1 if it returns it
     * @param wrt indices of those to differentiate with respect to; empty for all that carry a derivative
     */
    MethodCalls(Linker linker, Method method, Class<?> receiver, int output, List<Integer> wrt) {
        this.linker = linker;
        this.method = method;
        this.receiver = receiver;
        this.output = output;
        this.wrt = List.copyOf(wrt);
    }

    /** The method that the receiver runs may be an override. */
    private TargetFacts facts(Object[] arguments) {
        Class<?> type = receiver(arguments);
        if (!Modifier.isStatic(method.getModifiers()) && !receiver.isInstance(arguments[0])) {
            throw new IllegalArgumentException("The receiver is of type " + type.getName()
                    + ", but the method handle takes " + receiver.getName() + " only.");
        }
        if (Revealed.isLambda(type)) {
            throw new IllegalArgumentException(
                    "The receiver is a lambda or a method reference: pass it to Fluxion.gradient,"
                            + " Fluxion.derivative or another of those, or pass the method that it calls to Fluxion.of.");
        }
        OfReceiver known = receivers.get(type);
        TargetFacts facts = known.facts;
        if (facts == null) {
            Target target = Targets.of(linker, Dispatch.implementation(method, type));
            facts = new TargetFacts(linker, output < 0 ? target : Targets.withOutput(target, output));
            known.facts = facts;
        }
        return facts;
    }

    /** Forgets all: the code has changed that it was made of. */
    void end() {
        receivers.forEach(OfReceiver::clear);
    }

    private Class<?> receiver(Object[] arguments) {
        return Modifier.isStatic(method.getModifiers()) ? method.getDeclaringClass() : arguments[0].getClass();
    }

    Object[] gradient(Object[] arguments) throws Throwable {
        TargetFacts facts = facts(arguments);
        Target target = facts.target();
        if (!target.returnsNumber()) {
            throw new IllegalArgumentException(
                    target.display() + " returns " + target.result().getSimpleName()
                            + ", not a double or float: its gradient is not defined."
                            + (Shapes.isDifferentiable(target.result()) ? " Use vjp or jvp." : ""));
        }
        return reverse(Operator.Kind.GRADIENT, facts, arguments, List.of());
    }

    Object[] vjp(Object[] arguments, Object cotangent) throws Throwable {
        TargetFacts facts = facts(arguments);
        requireCotangent(facts.target(), cotangent);
        return reverse(Operator.Kind.VJP, facts, arguments, List.of(cotangent));
    }

    private static void requireCotangent(Target target, Object cotangent) {
        Class<?> result = target.result();
        if (!Shapes.isDifferentiable(result)) {
            throw new IllegalArgumentException(
                    target.display() + " returns " + result.getSimpleName() + ", which carries no derivative.");
        }
        Class<?> wanted = result == double.class ? Double.class : result == float.class ? Float.class : result;
        if (cotangent == null || cotangent.getClass() != wanted) {
            throw new IllegalArgumentException("The cotangent is "
                    + (cotangent == null
                            ? "null"
                            : "of type " + cotangent.getClass().getSimpleName()) + ", but "
                    + target.display() + " returns " + result.getSimpleName() + ".");
        }
    }

    private Object[] reverse(Operator.Kind kind, TargetFacts facts, Object[] arguments, List<Object> cotangent)
            throws Throwable {
        Operator operator = Operator.of(kind, facts, wrt(facts, arguments), true);
        List<Object> all = new ArrayList<>(Arrays.asList(arguments));
        all.addAll(cotangent);
        Object[] result = new Object[arguments.length];
        for (int index : operator.arrays()) {
            result[index] = ShadowBinding.zeros(arguments[index]);
            all.add(result[index]);
        }
        double[] scalars = new double[operator.scalars().size()];
        if (scalars.length > 0) {
            all.add(scalars);
        }
        Object unused = (Object) entry(operator, arguments).invokeExact(all.toArray());
        for (int i = 0; i < scalars.length; i++) {
            int index = operator.scalars().get(i);
            boolean isFloat = facts.target().types().get(index) == float.class;
            result[index] = isFloat ? (Object) (float) scalars[i] : (Object) scalars[i];
        }
        return result;
    }

    private MethodHandle entry(Operator operator, Object[] arguments) throws Throwable {
        Question question = new Question(operator.kind(), operator.wrt());
        Map<Question, MethodHandle> ofReceiver = receivers.get(receiver(arguments)).entries;
        MethodHandle known = ofReceiver.get(question);
        if (known == null) {
            known = Linked.spread(OperatorEntry.of(operator, null));
            ofReceiver.put(question, known);
        }
        return known;
    }

    private List<Boolean> wrt(TargetFacts facts, Object[] arguments) {
        List<Boolean> flags = new ArrayList<>();
        for (int i = 0; i < arguments.length; i++) {
            boolean isAsked = wrt.isEmpty() || wrt.contains(i);
            flags.add(isAsked && Shapes.isDifferentiable(facts.target().types().get(i)) && arguments[i] != null);
        }
        return flags;
    }

    Object[] jvp(Object[] arguments, Object[] tangents) throws Throwable {
        TargetFacts facts = facts(arguments);
        List<Boolean> flags = wrt(facts, arguments);
        for (int i = 0; i < arguments.length; i++) {
            if (tangents[i] != null) {
                String name = facts.target().names().get(i);
                if (!flags.get(i)) {
                    throw new IllegalArgumentException(
                            "A tangent is given for the argument " + name + ", which carries no derivative.");
                }
                Shapes.requireSame(arguments[i], tangents[i], "The tangent of " + name, "the argument");
            }
        }
        Target target = facts.target();
        Object[] directions = withZeros(flags, arguments, tangents);
        List<Object> all = new ArrayList<>(Arrays.asList(arguments));
        for (int i = 0; i < arguments.length; i++) {
            if (flags.get(i)) {
                all.add(directions[i]);
            }
        }
        if (all.contains(null) || !Shapes.isDifferentiable(target.result())) {
            return new Evaluator(facts).forward(flags, arguments, directions);
        }
        Object[] tangent = new Object[1];
        all.add(tangent);
        Operator operator = Operator.of(Operator.Kind.VALUE_AND_JVP, facts, flags, true);
        Object value = (Object) entry(operator, arguments).invokeExact(all.toArray());
        return new Object[] {value, tangent[0]};
    }

    /** No tangent means zero, which is said aloud where another argument is the same array, perhaps with another tangent. */
    private static Object[] withZeros(List<Boolean> wrt, Object[] arguments, Object[] tangents) {
        Object[] directions = tangents.clone();
        for (int i = 0; i < arguments.length; i++) {
            for (int j = 0; j < arguments.length; j++) {
                if (wrt.get(i) && tangents[i] == null && i != j && Shapes.overlap(arguments[i], arguments[j])) {
                    directions[i] = ShadowBinding.zeros(arguments[i]);
                }
            }
        }
        return directions;
    }
}
