package dev.fluxion.agent.ir.operator;

import static dev.fluxion.agent.ir.value.Type.Kind.INT;
import static dev.fluxion.agent.ir.value.Type.Kind.REFERENCE;

import dev.fluxion.agent.ir.value.Element;
import dev.fluxion.agent.ir.value.Type;
import dev.fluxion.agent.ir.value.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The kinds of the operands that an operator takes, and of the results that it gives. */
public final class OperandKinds {
    private OperandKinds() {}

    /** Whether an op has them. */
    public static boolean fit(Op op) {
        return switch (op.kind()) {
            case ARITHMETIC -> arithmetic(op, (Arithmetic) op.operator());
            case CONSTANT -> op.operands().isEmpty() && op.results().size() == 1;
            case ARRAY_LOAD -> {
                Type.Kind element = kind(((ArrayLoad) op.operator()).element());
                yield are(op.operands(), REFERENCE, INT) && are(op.results(), element);
            }
            case ARRAY_STORE -> {
                Type.Kind element = kind(((ArrayStore) op.operator()).element());
                yield are(op.operands(), REFERENCE, INT, element)
                        && op.results().isEmpty();
            }
            case ARRAY_LENGTH, INSTANCE_OF -> are(op.operands(), REFERENCE) && are(op.results(), INT);
            case NEW_ARRAY -> areInts(op.operands()) && are(op.results(), REFERENCE);
            case NEW_OBJECT -> op.operands().isEmpty() && are(op.results(), REFERENCE);
            case FIELD_GET -> fieldGet(op, (FieldGet) op.operator());
            case FIELD_PUT -> fieldPut(op, (FieldPut) op.operator());
            case INVOKE -> call(op, (Invoke) op.operator());
            case INVOKE_DYNAMIC -> call(op, false, ((InvokeDynamic) op.operator()).descriptor());
            case INVOKE_VARIANT -> true; // its convention is that of the transforms
            case CHECK_CAST -> are(op.operands(), REFERENCE) && are(op.results(), REFERENCE);
            case MONITOR -> are(op.operands(), REFERENCE) && op.results().isEmpty();
            case STRONG_SCALE -> areAll(op, 2, ((StrongScale) op.operator()).type());
            case STRONG_RATIO -> areAll(op, 3, ((StrongRatio) op.operator()).type());
            case SHADOW_OPERATION -> shadowOperation(op, (ShadowOperation) op.operator());
            case REFUSE -> op.operands().isEmpty() && op.results().isEmpty();
        };
    }

    private static boolean arithmetic(Op op, Arithmetic arithmetic) {
        return kinds(op.operands())
                        .equals(arithmetic.operandTypes().stream()
                                .map(Type::kind)
                                .toList())
                && op.result().type().equals(arithmetic.resultType());
    }

    private static boolean fieldGet(Op op, FieldGet get) {
        Type.Kind kind = Type.ofDescriptor(get.field().descriptor()).kind();
        return (get.isStatic() ? are(op.operands()) : are(op.operands(), REFERENCE)) && are(op.results(), kind);
    }

    private static boolean fieldPut(Op op, FieldPut put) {
        Type.Kind kind = Type.ofDescriptor(put.field().descriptor()).kind();
        return (put.isStatic() ? are(op.operands(), kind) : are(op.operands(), REFERENCE, kind))
                && op.results().isEmpty();
    }

    private static boolean call(Op op, Invoke invoke) {
        return call(op, invoke.kind() != Invoke.Kind.STATIC, invoke.method().descriptor());
    }

    private static boolean call(Op op, boolean takesReceiver, String descriptor) {
        List<Type.Kind> parameters = new ArrayList<>();
        if (takesReceiver) {
            parameters.add(REFERENCE);
        }
        for (org.objectweb.asm.Type parameter : org.objectweb.asm.Type.getArgumentTypes(descriptor)) {
            parameters.add(Type.ofDescriptor(parameter.getDescriptor()).kind());
        }
        Type result = Type.ofDescriptor(descriptor.substring(descriptor.indexOf(')') + 1));
        return kinds(op.operands()).equals(parameters)
                && (result == null ? op.results().isEmpty() : are(op.results(), result.kind()));
    }

    private static boolean shadowOperation(Op op, ShadowOperation operation) {
        Type.Kind element = operation.type().kind();
        return switch (operation.kind()) {
            case COPY, COPY_TRANSPOSED ->
                are(op.operands(), REFERENCE, INT, REFERENCE, INT, INT)
                        && op.results().isEmpty();
            case FILL ->
                are(op.operands(), REFERENCE, INT, INT, element) && op.results().isEmpty();
            case FILL_TRANSPOSED -> are(op.operands(), REFERENCE, INT, INT) && are(op.results(), element);
            case PERMUTE, PERMUTE_TRANSPOSED ->
                are(op.operands(), REFERENCE, INT, REFERENCE) && op.results().isEmpty();
            case ADD -> are(op.operands(), REFERENCE, REFERENCE) && op.results().isEmpty();
        };
    }

    private static Type.Kind kind(Element element) {
        return switch (element) {
            case INT, BYTE, CHAR, SHORT -> INT;
            case LONG -> Type.Kind.LONG;
            case FLOAT -> Type.Kind.FLOAT;
            case DOUBLE -> Type.Kind.DOUBLE;
            case REFERENCE -> REFERENCE;
        };
    }

    private static boolean areInts(List<Value> values) {
        return !values.isEmpty() && kinds(values).equals(Collections.nCopies(values.size(), INT));
    }

    private static boolean areAll(Op op, int operands, Type type) {
        return kinds(op.operands()).equals(Collections.nCopies(operands, type.kind()))
                && are(op.results(), type.kind());
    }

    private static boolean are(List<Value> values, Type.Kind... kinds) {
        return kinds(values).equals(List.of(kinds));
    }

    private static List<Type.Kind> kinds(List<Value> values) {
        return values.stream().map(value -> value.type().kind()).toList();
    }
}
