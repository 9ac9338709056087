package dev.fluxion.agent.link.program;

import dev.fluxion.agent.derive.activity.RuleTable;
import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Copy;
import dev.fluxion.agent.ir.Edge;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.operator.CheckCast;
import dev.fluxion.agent.ir.operator.FieldGet;
import dev.fluxion.agent.ir.operator.Invoke;
import dev.fluxion.agent.ir.operator.NewObject;
import dev.fluxion.agent.ir.operator.NullCheck;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.value.Type;
import dev.fluxion.agent.ir.value.Value;
import dev.fluxion.agent.link.classfile.ExactCalls;
import dev.fluxion.agent.link.classfile.HostAccess;
import dev.fluxion.agent.link.classfile.MethodLookup;
import dev.fluxion.agent.link.classfile.Unfollowable;
import dev.fluxion.agent.optimize.Boxes;
import dev.fluxion.agent.optimize.Inline;
import dev.fluxion.agent.optimize.Optimize;
import dev.fluxion.agent.optimize.ScalarReplacement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;

/**
 * Makes a function that works with objects of its own one that works with their fields: the bodies of small methods that make such
 * objects, or are passed them, are put in place of their calls, whatever class they are of, until the objects are seen by the
 * function alone and can be left out. What then is left is what the class of the function may do itself; if it is not, all stays as
 * it was.
 */
final class ObjectInlining {
    private static final int MOST_ROUNDS = 16;
    private static final int LARGEST_BODY = 250;
    private static final int LARGEST_RESULT = 1_500;

    private final Function function;
    private final ClassNode host;
    private final MethodLookup methods;
    private final RuleTable rules;
    private final ObjectTypes.Code code;
    private final ObjectTypes types;
    private final Predicate<Function> isAdmitted;
    private final Set<String> inlined = new HashSet<>();

    private ObjectInlining(
            Function function,
            ClassNode host,
            MethodLookup methods,
            RuleTable rules,
            ObjectTypes.Code code,
            Predicate<Function> isAdmitted) {
        this.function = function;
        this.host = host;
        this.methods = methods;
        this.rules = rules;
        this.code = code;
        this.types = new ObjectTypes(host, methods, rules, code);
        this.isAdmitted = isAdmitted;
    }

    /**
     * A function without its objects, and the classes whose code it contains.
     *
     * @param classNames internal names; without the host's
     */
    record Result(Function function, Set<String> classNames) {}

    /**
     * Tries to do without objects. The function is left unchanged.
     *
     * @return null if nothing is gained
     */
    static Result run(Function function, ClassNode host, MethodLookup methods, RuleTable rules, ObjectTypes.Code code) {
        HostAccess access = HostAccess.of(function, host, methods);
        Result everything = attempt(function, host, methods, rules, code, body -> true);
        if (everything == null || access.allowsAll(everything.function())) {
            return everything;
        }
        Result accessible = attempt(function, host, methods, rules, code, access::allowsAll);
        return accessible == null || access.allowsAll(accessible.function()) ? accessible : null;
    }

    private static Result attempt(
            Function function,
            ClassNode host,
            MethodLookup methods,
            RuleTable rules,
            ObjectTypes.Code code,
            Predicate<Function> isAdmitted) {
        Function copy = Copy.of(function);
        ObjectInlining pass = new ObjectInlining(copy, host, methods, rules, code, isAdmitted);
        return pass.run() ? new Result(copy, pass.classNames()) : null;
    }

    /** Whether a function makes objects of interest, or calls what may return some. */
    static boolean mayMakeObjects(Function function) {
        for (Block block : function.blocks()) {
            for (Op op : block.ops()) {
                if (makesObject(op) || op.operator() instanceof Invoke && givesObject(op)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean makesObject(Op op) {
        return op.operator() instanceof NewObject made && !Unfollowable.isOfJdk(made.className())
                || Boxes.made(op) != null
                || LambdaCalls.isLambda(op);
    }

    private static boolean givesObject(Op op) {
        return op.results().size() == 1 && isOfProgram(op.result().type());
    }

    private static boolean isOfProgram(Type type) {
        return type.isReference() && type.descriptor().startsWith("L") && isFollowed(type.internalName());
    }

    /** Whether code of the class is of interest: not that of the JDK, but for what its functional interfaces do with functions. */
    private static boolean isFollowed(String className) {
        return !Unfollowable.isOfJdk(className) || className.startsWith("java/util/function/");
    }

    private Set<String> classNames() {
        Set<String> names = new HashSet<>(inlined);
        names.addAll(types.used());
        names.remove(host.name);
        return names;
    }

    private boolean run() {
        boolean isAnyLeftOut = false;
        for (int round = 0; round < MOST_ROUNDS; round++) {
            boolean isLeftOut = LambdaCalls.run(function, methods);
            boolean isAnyInlined = inlineCalls();
            isLeftOut |= ScalarReplacement.run(function, types);
            isAnyLeftOut |= isLeftOut;
            if (!isAnyInlined && !isLeftOut) {
                break;
            }
            Optimize.run(function);
            ExactCalls.run(function, methods, rules, types::constant);
        }
        return isAnyLeftOut;
    }

    private boolean inlineCalls() {
        Set<Value> own = own();
        int size = Inline.size(function);
        boolean isAny = false;
        List<Block> pending = new ArrayList<>(function.blocks());
        for (int i = 0; i < pending.size(); i++) {
            Block block = pending.get(i);
            if (!block.handlers().isEmpty()) {
                continue;
            }
            for (int at = 0; at < block.ops().size(); at++) {
                Op op = block.ops().get(at);
                Function body = op.operator() instanceof Invoke call ? body(op, call, own) : null;
                if (body != null && size + Inline.size(body) <= LARGEST_RESULT) {
                    size += Inline.size(body);
                    isAny = true;
                    pending.add(Inline.replace(function, block, at + before(op, block, at), body));
                    break;
                }
            }
        }
        return isAny;
    }

    /** Puts before a call what the JVM does at a call besides running the code; returns how many ops that are. */
    private int before(Op op, Block block, int at) {
        Invoke call = (Invoke) op.operator();
        if (call.kind() == Invoke.Kind.VIRTUAL || call.kind() == Invoke.Kind.INTERFACE) {
            block.ops().add(at, NullCheck.of(op.operand(0), op.position()));
            return 1;
        }
        String owner = owner(call);
        if (call.kind() == Invoke.Kind.STATIC && types.isInitialized(owner)) {
            Value made = Value.of(Type.ofInternalName(owner));
            block.ops().add(at, new Op(new NewObject(owner), List.of(), List.of(made), op.position()));
            return 1;
        }
        return 0;
    }

    private String owner(Invoke call) {
        return methods.find(call.callee().method()).owner().name;
    }

    /** The body to put in place of a call, null to leave it. */
    private Function body(Op op, Invoke call, Set<Value> own) {
        MethodLookup.Found found = methods.find(call.callee().method());
        if (found == null
                || call.method().name().equals("<init>")
                || !isFollowed(found.owner().name)
                || !mayBeInitialized(call, found)) {
            return null;
        }
        boolean isPassed = op.operands().stream().anyMatch(own::contains) || isBodyOfLambda(found);
        Function body = isPassed || givesObject(op) ? code.of(call) : null;
        boolean isWanted = body != null
                && Inline.size(body) <= LARGEST_BODY
                && (isPassed || mayMakeObjects(body))
                && isAdmitted.test(body);
        if (isWanted) {
            inlined.add(found.owner().name);
        }
        return isWanted ? body : null;
    }

    private static boolean isBodyOfLambda(MethodLookup.Found found) {
        return found.is(Opcodes.ACC_SYNTHETIC) && found.is(Opcodes.ACC_PRIVATE);
    }

    /** Whether the first call of it can initialise its class without it. */
    private boolean mayBeInitialized(Invoke call, MethodLookup.Found found) {
        return call.kind() != Invoke.Kind.STATIC
                || !types.isInitialized(found.owner().name)
                || (found.owner().access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_INTERFACE)) == 0;
    }

    /** What may be an object that the function makes, or one that such an object holds. */
    private Set<Value> own() {
        Set<Value> own = new HashSet<>();
        boolean changed = true;
        while (changed) {
            changed = false;
            for (Block block : function.blocks()) {
                for (Op op : block.ops()) {
                    boolean isOwn = makesObject(op)
                            || op.operator() instanceof Invoke && givesObject(op)
                            || (op.operator() instanceof CheckCast || op.operator() instanceof FieldGet)
                                    && !op.operands().isEmpty()
                                    && own.contains(op.operand(0))
                                    && op.result().type().isReference()
                                    && !op.result().type().isArray();
                    changed |= isOwn && own.add(op.result());
                }
                for (Edge edge : block.successors()) {
                    int first = edge.firstParameter();
                    for (int i = 0; i < edge.arguments().size(); i++) {
                        changed |= own.contains(edge.arguments().get(i))
                                && own.add(edge.target().parameters().get(first + i));
                    }
                }
            }
        }
        return own;
    }
}
