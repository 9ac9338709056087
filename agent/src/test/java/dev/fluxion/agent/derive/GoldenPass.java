package dev.fluxion.agent.derive;

import dev.fluxion.agent.derive.activity.Callees;
import dev.fluxion.agent.derive.activity.RuleTable;
import dev.fluxion.agent.derive.graph.Linearized;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.Parser;
import dev.fluxion.agent.ir.operator.Activity;
import dev.fluxion.agent.ir.operator.Invoke;
import dev.fluxion.agent.ir.operator.Variant;
import dev.fluxion.agent.ir.value.Value;
import dev.fluxion.agent.link.Laboratory;
import dev.fluxion.agent.optimize.Inline;
import dev.fluxion.agent.optimize.Optimize;
import dev.fluxion.agent.read.ClassFiles;
import dev.fluxion.agent.read.Hierarchy;
import dev.fluxion.agent.read.MethodReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/** The passes that have golden files, in order; all but the first start from the golden text of another. */
enum GoldenPass {
    READ(null) {
        @Override
        Function run(GoldenCase subject) throws IOException {
            String file = "GoldenFunctions.class";
            try (InputStream in = GoldenPass.class.getResourceAsStream(file)) {
                ClassNode owner = ClassFiles.parse(in.readAllBytes());
                MethodNode method = owner.methods.stream()
                        .filter(candidate -> candidate.name.equals(subject.name())
                                && candidate.desc.equals(Type.getMethodDescriptor(subject.method())))
                        .findFirst()
                        .orElseThrow();
                return MethodReader.read(owner, method, Hierarchy.of(LOADER));
            }
        }
    },

    /** With callees inlined. */
    OPTIMIZE(READ) {
        @Override
        Function run(GoldenCase subject) throws IOException {
            Function function = start(subject);
            Optimize.run(function);
            if (Inline.run(function, call -> body(call, subject))) {
                Optimize.run(function);
            }
            return function;
        }

        private Function body(Invoke call, GoldenCase caller) {
            return GoldenCases.ALL.stream()
                    .filter(callee -> !callee.name().equals(caller.name())
                            && callee.variant().method().equals(call.method()))
                    .findFirst()
                    .map(callee -> Parser.parse(GoldenFile.of(OPTIMIZE, callee).text()))
                    .orElse(null);
        }
    },

    LINEARIZE(OPTIMIZE) {
        @Override
        Function run(GoldenCase subject) throws IOException {
            return Linearization.of(start(subject), subject.activity(), CALLEES, RULES)
                    .function();
        }
    },

    /** Forward mode. */
    JVP(LINEARIZE) {
        @Override
        Function run(GoldenCase subject) throws IOException {
            return Derive.finished(start(subject));
        }
    },

    /** Both sweeps in one function, the reversed part still marked linear. */
    TRANSPOSE(LINEARIZE) {
        @Override
        Function run(GoldenCase subject) throws IOException {
            return derived(subject, Variant.Kind.JOINT);
        }
    },

    /** Reverse mode. */
    JOINT(TRANSPOSE) {
        @Override
        Function run(GoldenCase subject) throws IOException {
            return Derive.finished(start(subject));
        }
    },

    /** The forward sweep alone. */
    FORWARD(LINEARIZE) {
        @Override
        Function run(GoldenCase subject) throws IOException {
            return Derive.finished(derived(subject, Variant.Kind.FORWARD));
        }
    },

    /** The reverse sweep alone. */
    REVERSE(LINEARIZE) {
        @Override
        Function run(GoldenCase subject) throws IOException {
            return Derive.finished(derived(subject, Variant.Kind.REVERSE));
        }
    },

    /** Forward over reverse. */
    JVP_OF_JOINT(JOINT) {
        @Override
        boolean covers(GoldenCase subject) {
            return subject.secondOrder() != null;
        }

        @Override
        Function run(GoldenCase subject) throws IOException {
            Function joint = start(subject);
            Variant.Transform jvp = new Variant.Transform(Variant.Kind.JVP, 0, secondOrder(subject, joint));
            return Derive.finished(
                    Derive.linearized(jvp, joint, 1, CALLEES, RULES).function());
        }
    },

    /** Forward mode along many directions. */
    CHUNK(OPTIMIZE) {
        @Override
        boolean covers(GoldenCase subject) {
            return Set.of("branchWithJoin", "countedLoop", "workspace").contains(subject.name());
        }

        @Override
        Function run(GoldenCase subject) {
            return derived(subject, Variant.Kind.CHUNK, 0);
        }
    },

    /** Forward mode along two directions, side by side. */
    LANES(OPTIMIZE) {
        @Override
        boolean covers(GoldenCase subject) {
            return Set.of("branchWithJoin", "power", "swapInALoop").contains(subject.name());
        }

        @Override
        Function run(GoldenCase subject) {
            return derived(subject, Variant.Kind.LANES, GoldenRun.LANES);
        }
    },

    /** The value and its partial derivatives, by forward mode. */
    PARTIALS(OPTIMIZE) {
        @Override
        boolean covers(GoldenCase subject) {
            return Set.of("straightLine", "callOfACallee", "swapInALoop").contains(subject.name());
        }

        @Override
        Function run(GoldenCase subject) {
            return derived(subject, Variant.Kind.PARTIALS, 0);
        }
    };

    static final ClassLoader LOADER = GoldenPass.class.getClassLoader();
    static final Callees CALLEES = Laboratory.callees(LOADER);
    static final RuleTable RULES = Laboratory.rules(LOADER);

    private final GoldenPass source;

    GoldenPass(GoldenPass source) {
        this.source = source;
    }

    /** Runs the pass on the golden text of the one before. */
    abstract Function run(GoldenCase subject) throws IOException;

    boolean covers(GoldenCase subject) {
        return true;
    }

    String folder() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    Function start(GoldenCase subject) {
        return Parser.parse(GoldenFile.of(source, subject).text());
    }

    /** With {@code -Dgolden.update}, writes all files, each from those just written. */
    static void update() throws IOException {
        if (System.getProperty("golden.update") == null) {
            return;
        }
        for (GoldenPass pass : values()) {
            for (GoldenCase subject : GoldenCases.ALL) {
                if (pass.covers(subject)) {
                    GoldenFile.of(pass, subject).write(pass.run(subject).toString());
                }
            }
        }
    }

    Function derived(GoldenCase subject, Variant.Kind kind, int lanes) {
        return Derive.apply(
                new Variant.Transform(kind, lanes, subject.activity()),
                start(subject),
                0,
                CALLEES,
                RULES,
                plan -> true);
    }

    /** Made of the golden linearized function. */
    Function derived(GoldenCase subject, Variant.Kind kind) {
        return Derive.derived(
                new Variant.Transform(kind, 0, subject.activity()),
                linearized(subject),
                1,
                CALLEES,
                RULES,
                plan -> true);
    }

    /** The golden linearized function; its shadows are as constant as what they shadow. */
    Linearized linearized(GoldenCase subject) {
        Activity activity = subject.activity();
        List<Boolean> constants = new ArrayList<>(List.of(false));
        constants.addAll(activity.constants());
        for (int i = 0; i < activity.parameters().size(); i++) {
            if (activity.parameter(i)) {
                constants.add(activity.constant(i));
            }
        }
        Function function = start(subject);
        int next = 1 + activity.parameters().size();
        Set<Value> shadowed = new HashSet<>();
        for (int i = 0; i < activity.parameters().size(); i++) {
            if (activity.parameter(i)) {
                shadowed.add(function.parameters().get(1 + i));
                shadowed.add(function.parameters().get(next++));
            }
        }
        shadowed.removeIf(value -> !value.type().isReference());
        return new Linearized(function, constants, Set.of(), shadowed);
    }

    /** Active in a joint function: the active arguments, shadows, and all results but the value; the seed is not. */
    static Activity secondOrder(GoldenCase subject, Function joint) {
        List<Boolean> parameters = new ArrayList<>(List.of(false));
        parameters.addAll(subject.activity().parameters());
        for (Value parameter :
                joint.parameters().subList(parameters.size(), joint.parameters().size())) {
            parameters.add(parameter.type().isReference());
        }
        List<Boolean> results = new ArrayList<>();
        joint.resultTypes().forEach(type -> results.add(!results.isEmpty()));
        return new Activity(parameters, results);
    }
}
