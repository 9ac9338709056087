package dev.fluxion.agent.link.operator;

import dev.fluxion.agent.derive.activity.CallFacts;
import dev.fluxion.agent.derive.activity.MemoryGraph;
import dev.fluxion.agent.ir.operator.Activity;
import dev.fluxion.agent.ir.operator.Variant;
import dev.fluxion.agent.link.array.Shapes;
import dev.fluxion.agent.link.companion.Linker;
import dev.fluxion.runtime.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What the compiler knows of one target by the parameters that it is differentiated with respect to. */
public final class TargetFacts {
    private final Linker linker;
    private final Target target;
    private final Map<List<Boolean>, CallFacts> answers = new ConcurrentHashMap<>();

    public TargetFacts(Linker linker, Target target) {
        this.linker = linker;
        this.target = target;
    }

    public Linker linker() {
        return linker;
    }

    public Target target() {
        return target;
    }

    /** The facts as long as no two arguments share an array. */
    public CallFacts of(List<Boolean> wrt) throws Refusal {
        CallFacts known = answers.get(wrt);
        if (known == null) {
            // Not that the result is to be active: an array that is returned and carries nothing needs no shadow.
            List<Boolean> results = target.result() == void.class ? List.of() : List.of(false);
            known = of(target.plain(), new Activity(wrt, results));
            answers.put(wrt, known);
        }
        return known;
    }

    CallFacts of(Variant variant, Activity asked) throws Refusal {
        CallFacts facts = linker.functions(target.loader()).facts(variant, asked);
        if (facts.refusal() != null) {
            throw Refusal.of(facts.refusal().cause(), facts.refusal().remedy());
        }
        if (facts.encodedResults().contains(true)) {
            throw new Refusal("Cannot differentiate " + target.display()
                    + ", which returns a number that carries a derivative in another form (bits, a box)."
                    + " Return the number itself.");
        }
        return facts;
    }

    /** The facts for these very arguments: one that is the same array as an active one is active. */
    public CallFacts of(List<Boolean> wrt, Object[] arguments) throws Refusal {
        List<Boolean> asked = wrt;
        while (true) {
            CallFacts facts = of(asked);
            List<Boolean> active = facts.activity().parameters();
            List<Boolean> more = withAliases(active, arguments);
            if (more.equals(active)) {
                return facts;
            }
            asked = more;
        }
    }

    private List<Boolean> withAliases(List<Boolean> active, Object[] arguments) {
        List<Boolean> result = new ArrayList<>(active);
        for (int i = 0; i < arguments.length; i++) {
            Class<?> type = target.types().get(i);
            boolean candidate = !active.get(i) && type.isArray() && Shapes.isDifferentiable(type);
            for (int j = 0; candidate && j < arguments.length; j++) {
                if (active.get(j) && Shapes.overlap(arguments[j], arguments[i])) {
                    result.set(i, true);
                }
            }
        }
        return result;
    }

    /** Which arguments stay constant, as long as none that is written is the same array as another. */
    public List<Boolean> constants(CallFacts facts) {
        List<Boolean> constants = new ArrayList<>();
        for (int i = 0; i < target.types().size(); i++) {
            constants.add(target.types().get(i).isArray() && !facts.writesElsewhere() && !isWritten(facts, i));
        }
        return constants;
    }

    /** Which of these very arguments stay constant: the method writes no array of it, and none that it writes is the same array. */
    public List<Boolean> constants(CallFacts facts, Object[] arguments) {
        List<Boolean> constants = constants(facts);
        for (int i = 0; i < arguments.length; i++) {
            boolean constant = constants.get(i);
            for (int j = 0; constant && j < arguments.length; j++) {
                constant = !isWritten(facts, j) || !Shapes.overlap(arguments[i], arguments[j]);
            }
            constants.set(i, constant);
        }
        return constants;
    }

    /** Whether the method may write an array of the parameter. */
    public static boolean isWritten(CallFacts facts, int parameter) {
        return facts.memory().isWritten(parameter);
    }

    /** Whether the method may move the rows of the parameter about, or put others in their place. */
    public static boolean isRestructured(Target target, CallFacts facts, int parameter) {
        Class<?> type = target.types().get(parameter);
        boolean hasRows = !type.isArray() || !type.getComponentType().isPrimitive();
        MemoryGraph memory = facts.memory();
        return hasRows
                && (memory.isRestructured(parameter) || facts.writesElsewhere() && memory.hasStructure(parameter));
    }

    /** Whether the method may return an array of the parameter. */
    static boolean isReturned(CallFacts facts, int parameter) {
        return facts.memory().isReturned(parameter);
    }
}
