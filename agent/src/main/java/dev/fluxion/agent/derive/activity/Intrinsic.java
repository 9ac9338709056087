package dev.fluxion.agent.derive.activity;

import dev.fluxion.agent.ir.operator.FieldReference;
import dev.fluxion.agent.ir.operator.Invoke;
import dev.fluxion.agent.ir.operator.InvokeDynamic;
import dev.fluxion.agent.ir.operator.MethodReference;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.value.Value;

/** The calls that the compiler itself knows: bulk array methods of the JDK and the tape's buffers. */
public enum Intrinsic {
    ARRAYCOPY,
    CLONE,
    FILL,
    FILL_RANGE,
    COPY_OF,
    COPY_OF_RANGE,
    /** Also in the form that gives the permutation. */
    SORT,
    TAPE_DOUBLES,
    TAPE_OBJECTS,
    TAPE_ENSURE_DOUBLES,
    TAPE_ENSURE_OBJECTS,
    /** The tape of the evaluation that a function takes part in: of code that is not derived itself but calls what is. */
    TAPE_CURRENT,
    /** A new tape, for an evaluation within. */
    TAPE_WITHIN,
    /** A reference that goes onto a tape, or comes back, without a word on what else is there. */
    TAPE_KEEP,
    TAPE_RECALL,
    /** A test of our own that says nothing of what the values hold. */
    CHECK,
    NONE;

    public static final String TAPE = "dev/fluxion/runtime/Tape";
    public static final String TAPE_DESCRIPTOR = "L" + TAPE + ";";
    public static final String SORTING = "dev/fluxion/runtime/Sorting";
    public static final String REGULARITY = "dev/fluxion/runtime/Regularity";
    public static final String REFUSAL = "dev/fluxion/runtime/Refusal";
    public static final String OVERRIDING = "dev/fluxion/runtime/Overriding";
    public static final String UNWRITTEN = "dev/fluxion/runtime/Unwritten";

    /** Which of them an op is. */
    public static Intrinsic of(Op op) {
        return op.operator() instanceof Invoke invoke ? of(invoke.method()) : NONE;
    }

    /** Whether it asks a tape for one of its buffers. */
    public boolean isBuffer() {
        return switch (this) {
            case TAPE_DOUBLES, TAPE_OBJECTS -> true;
            case TAPE_ENSURE_DOUBLES, TAPE_ENSURE_OBJECTS, TAPE_CURRENT, TAPE_WITHIN, TAPE_KEEP, TAPE_RECALL -> false;
            case ARRAYCOPY, CLONE, FILL, FILL_RANGE, COPY_OF, COPY_OF_RANGE, SORT, CHECK, NONE -> false;
        };
    }

    /** Whether a value is the tape of derived code. */
    public static boolean isTape(Value value) {
        return value.type().descriptor().equals(TAPE_DESCRIPTOR);
    }

    /** Whether a method is one of them. */
    public static boolean isKnown(MethodReference method) {
        return of(method) != NONE;
    }

    private static Intrinsic of(MethodReference method) {
        String name = method.name();
        switch (method.owner()) {
            case "java/lang/System":
                return name.equals("arraycopy") ? ARRAYCOPY : NONE;
            case "java/util/Arrays":
                return ofArrays(name, method.descriptor());
            case TAPE:
                return switch (name) {
                    case "doubles", "tangents" -> TAPE_DOUBLES;
                    case "objects", "objectShadows" -> TAPE_OBJECTS;
                    case "ensureDoubles", "ensureTangents" -> TAPE_ENSURE_DOUBLES;
                    case "ensureObjects", "ensureObjectShadows" -> TAPE_ENSURE_OBJECTS;
                    case "current" -> TAPE_CURRENT;
                    case "within" -> TAPE_WITHIN;
                    case "keep" -> TAPE_KEEP;
                    case "recall" -> TAPE_RECALL;
                    default -> NONE;
                };
            case SORTING:
                return SORT;
            case REGULARITY, REFUSAL, OVERRIDING, UNWRITTEN:
                return CHECK;
            default:
                return method.owner().startsWith("[") && name.equals("clone") ? CLONE : NONE;
        }
    }

    private static Intrinsic ofArrays(String name, String descriptor) {
        String element = descriptor.substring(2, 3);
        if (!"DFL".contains(element) || name.equals("fill") && element.equals("L")) {
            return NONE;
        }
        if ((name.equals("sort") || name.equals("parallelSort")) && !element.equals("L")) {
            return SORT;
        }
        return switch (name) {
            case "fill" -> descriptor.contains("II") ? FILL_RANGE : FILL;
            case "copyOf" -> descriptor.contains("Ljava/lang/Class;") ? NONE : COPY_OF;
            case "copyOfRange" -> descriptor.contains("Ljava/lang/Class;") ? NONE : COPY_OF_RANGE;
            default -> NONE;
        };
    }

    /** Whether an op builds a string of its arguments. */
    static boolean isStringConcatenation(Op op) {
        return isLinkedBy(op, "java/lang/invoke/StringConcatFactory");
    }

    /** Whether an op chooses the case of a pattern switch: it looks at the class of an object. */
    static boolean isPatternSwitch(Op op) {
        return isLinkedBy(op, "java/lang/runtime/SwitchBootstraps");
    }

    private static boolean isLinkedBy(Op op, String bootstrapClass) {
        return op.operator() instanceof InvokeDynamic dynamic
                && dynamic.bootstrap().toString().startsWith(bootstrapClass);
    }

    /** Whether a field is one of the tape's own, which are no memory of the program. */
    public static boolean isOfTape(FieldReference field) {
        return field.owner().equals(TAPE);
    }

    /** Whether a call is one of the tape's own, which take counts and positions. */
    public static boolean isOfTape(Invoke invoke) {
        return invoke.method().owner().equals(TAPE);
    }
}
