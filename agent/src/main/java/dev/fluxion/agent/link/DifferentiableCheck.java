package dev.fluxion.agent.link;

import dev.fluxion.agent.derive.activity.CallFacts;
import dev.fluxion.agent.derive.activity.Unsupported;
import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.operator.Activity;
import dev.fluxion.agent.ir.operator.Invoke;
import dev.fluxion.agent.ir.operator.InvokeVariant;
import dev.fluxion.agent.ir.operator.MethodReference;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.operator.Refuse;
import dev.fluxion.agent.ir.operator.Variant;
import dev.fluxion.agent.ir.value.Position;
import dev.fluxion.agent.link.classfile.ClassBytes;
import dev.fluxion.agent.link.classfile.MethodLookup;
import dev.fluxion.agent.link.classfile.StubMethods;
import dev.fluxion.agent.link.program.Functions;
import dev.fluxion.agent.link.program.NestedDerivatives;
import dev.fluxion.agent.link.rule.BuiltInRules;
import dev.fluxion.agent.link.rule.RuleSource;
import dev.fluxion.agent.read.ClassFiles;
import dev.fluxion.agent.report.Trace;
import dev.fluxion.runtime.Refusal;
import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AnnotationNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * What a class marks as {@code @Differentiable} and cannot be, found before it runs. All of it is derived as if it were to run,
 * with all that it calls, but on class files alone: no class is loaded.
 */
public final class DifferentiableCheck {
    private static final String ANNOTATION = "Ldev/fluxion/Differentiable;";

    /** So many derived functions are looked at for one method; what is beyond is refused when it is reached. */
    private static final int MOST_FUNCTIONS = 2000;

    private final ClassBytes resources;
    private final RuleSource rules;
    private final Map<ClassLoader, Seen> seen = new WeakHashMap<>();

    /** @param resources class files without loading a class; null where that is not possible */
    public DifferentiableCheck(ClassBytes resources) {
        this.resources = resources;
        // What is wrong with the application's rules is said when the first derivative is made.
        this.rules = new BuiltInRules(resources, message -> {});
    }

    /** The classes of one loader, as far as they have been looked at. */
    private static final class Seen {
        final Map<String, byte[]> given = new HashMap<>();
        final Set<String> missing = new HashSet<>();
        Functions functions;
    }

    /**
     * Looks at one class.
     *
     * @param loader of the class
     * @param classFile as the loader defines it
     * @return what a refusal would say, in the order of the class, and whether it is refused whenever it is reached; else that
     *     depends on what is met
     */
    public Map<String, Boolean> of(ClassLoader loader, byte[] classFile) {
        ClassNode declared = ClassFiles.declarations(classFile);
        Seen classes = seen.computeIfAbsent(loader, this::fresh);
        classes.given.put(declared.name, classFile);
        Map<String, Boolean> findings = new LinkedHashMap<>();
        boolean isWholeClass = isMarked(declared.visibleAnnotations);
        for (MethodNode method : declared.methods) {
            boolean isMeant = isMarked(method.visibleAnnotations);
            boolean isOfClass = isWholeClass && isOrdinary(method) && carriesDerivatives(method.desc);
            if (isMeant || isOfClass) {
                new OfMethod(classes, declared, method, findings).run();
            }
        }
        return findings;
    }

    private Seen fresh(ClassLoader loader) {
        Seen classes = new Seen();
        WeakReference<ClassLoader> weak = new WeakReference<>(loader);
        java.util.function.Function<String, byte[]> classFiles = name -> {
            byte[] given = classes.given.get(name);
            byte[] found = given != null ? given : resources.of(weak.get(), name);
            if (found == null) {
                classes.missing.add(name.replace('/', '.'));
            }
            return found;
        };
        MethodLookup methods = new MethodLookup(classFiles);
        classes.functions =
                new Functions(methods, classFiles, rules.of(loader, methods), new NotFollowed(), Trace.NONE);
        return classes;
    }

    private static boolean isMarked(List<AnnotationNode> annotations) {
        if (annotations != null) {
            for (AnnotationNode annotation : annotations) {
                if (annotation.desc.equals(ANNOTATION)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Neither what a compiler adds, nor a stub, nor an initializer. */
    private static boolean isOrdinary(MethodNode method) {
        int without = Opcodes.ACC_SYNTHETIC | Opcodes.ACC_ABSTRACT;
        return (method.access & without) == 0 && !method.name.startsWith("<") && !StubMethods.isStub(method);
    }

    /** Whether numbers go in, and come out as a result or through an array. */
    private static boolean carriesDerivatives(String descriptor) {
        boolean goesIn = false;
        boolean comesOut = isDifferentiable(Type.getReturnType(descriptor));
        for (Type parameter : Type.getArgumentTypes(descriptor)) {
            goesIn |= isDifferentiable(parameter);
            comesOut |= isDifferentiable(parameter) && parameter.getSort() == Type.ARRAY;
        }
        return goesIn && comesOut;
    }

    private static boolean isDifferentiable(Type type) {
        Type leaf = type.getSort() == Type.ARRAY ? type.getElementType() : type;
        return leaf.getSort() == Type.DOUBLE || leaf.getSort() == Type.FLOAT;
    }

    /** A function that is still to be looked at, and how it is reached. */
    private record Reached(Variant variant, List<String> callers) {}

    /** The check of one method. */
    private static final class OfMethod {
        private final Seen classes;
        private final Functions functions;
        private final MethodNode method;
        private final String display;
        private final Variant plain;
        private final Map<String, Boolean> findings;
        private final Deque<Reached> pending = new ArrayDeque<>();
        private final Set<Variant> known = new HashSet<>();

        OfMethod(Seen classes, ClassNode owner, MethodNode method, Map<String, Boolean> findings) {
            this.classes = classes;
            this.functions = classes.functions;
            this.method = method;
            this.display = owner.name.replace('/', '.') + "." + method.name;
            boolean isStatic = (method.access & Opcodes.ACC_STATIC) != 0;
            boolean isInterface = (owner.access & Opcodes.ACC_INTERFACE) != 0;
            this.plain = new Variant(
                    isStatic ? Invoke.Kind.STATIC : Invoke.Kind.SPECIAL,
                    new MethodReference(owner.name, method.name, method.desc, isInterface),
                    List.of());
            this.findings = findings;
        }

        void run() {
            if (!carriesDerivatives(method.desc)) {
                add(
                        "a method without a number or an array of numbers that goes in, and one that comes out,",
                        "Remove @Differentiable, or pass and return double, float or arrays of those.",
                        display,
                        List.of(),
                        true);
                return;
            }
            List<Boolean> wrt = new ArrayList<>();
            if (plain.kind() != Invoke.Kind.STATIC) {
                wrt.add(false);
            }
            for (Type parameter : Type.getArgumentTypes(method.desc)) {
                wrt.add(isDifferentiable(parameter));
            }
            Type result = Type.getReturnType(method.desc);
            List<Boolean> results = result.getSort() == Type.VOID ? List.of() : List.of(result.getSort() == Type.ARRAY);
            CallFacts facts = functions.facts(plain, new Activity(wrt, results));
            if (facts.refusal() != null) {
                add(facts.refusal().cause(), facts.refusal().remedy(), display, List.of(), true);
                return;
            }
            look(plain.then(Variant.Kind.JVP, facts.activity()), true);
            look(plain.then(Variant.Kind.JOINT, facts.activity()), false);
        }

        /** @param isForward what reverse mode alone refuses may depend on what is thrown */
        private void look(Variant first, boolean isForward) {
            pending.add(new Reached(first, List.of()));
            while (!pending.isEmpty() && known.size() < MOST_FUNCTIONS) {
                Reached next = pending.remove();
                if (known.add(next.variant())) {
                    look(next, isForward);
                }
            }
            pending.clear();
        }

        private void look(Reached reached, boolean isForward) {
            Function function;
            boolean isCertain;
            try {
                function = functions.function(reached.variant());
                isCertain = isForward && !takesDerivatives(reached.variant());
            } catch (Unsupported unsupported) {
                List<String> callers = reached.callers();
                String place = callers.isEmpty() ? display : callers.get(0);
                List<String> further = callers.isEmpty() ? callers : callers.subList(1, callers.size());
                add(unsupported.getMessage(), unsupported.remedy(), place, further, isForward);
                return;
            }
            for (Block block : function.blocks()) {
                for (Op op : block.ops()) {
                    String place = place(op.position(), reached.variant());
                    if (op.operator() instanceof Refuse refuse) {
                        add(refuse.cause(), refuse.remedy(), place, reached.callers(), isCertain);
                    } else if (op.operator() instanceof InvokeVariant call && !functions.isOpen(call.variant())) {
                        List<String> callers = new ArrayList<>();
                        callers.add(place);
                        callers.addAll(reached.callers());
                        pending.add(new Reached(call.variant(), callers));
                    }
                }
            }
        }

        /** What such a method makes for its derivatives, lambdas among it, is refused here and not where they are followed. */
        private boolean takesDerivatives(Variant variant) {
            for (Block block : functions
                    .function(new Variant(variant.kind(), variant.method(), List.of()))
                    .blocks()) {
                for (Op op : block.ops()) {
                    if (op.operator() instanceof Invoke call
                            && StubMethods.isOfApi(call.method().owner())) {
                        return true;
                    }
                }
            }
            return false;
        }

        private static String place(Position position, Variant variant) {
            return position.equals(Position.UNKNOWN) ? variant.method().display() : position.toString();
        }

        private void add(String cause, String remedy, String place, List<String> callers, boolean isCertain) {
            String sentence = Refusal.message(cause, remedy, place, callers);
            findings.putIfAbsent(sentence, isCertain && !dependsOnWhatWasNotSeen(cause, remedy));
        }

        private boolean dependsOnWhatWasNotSeen(String cause, String remedy) {
            if (remedy.equals(StubMethods.REMEDY)) {
                return true;
            }
            for (String missing : classes.missing) {
                if (cause.contains(missing)) {
                    return true;
                }
            }
            return false;
        }
    }

    /** Derivatives that the method calls: to know what they are, classes would have to be loaded. */
    private static final class NotFollowed implements NestedDerivatives {
        @Override
        public Function body(MethodReference derivative) {
            return null;
        }

        @Override
        public Function body(MethodLookup.Found stub) {
            throw new Unsupported("a call of the derivative " + stub.method().name, StubMethods.REMEDY);
        }

        @Override
        public Integer access(MethodReference derivative) {
            return null;
        }

        @Override
        public Function linked(Function function) {
            return function;
        }

        @Override
        public MethodReference of(String asked, String use, Handle implementation) {
            return null;
        }
    }
}
