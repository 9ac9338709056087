package dev.fluxion.agent.derive.random;

import dev.fluxion.agent.derive.random.Expression.ArrayOf;
import dev.fluxion.agent.derive.random.Expression.Clone;
import dev.fluxion.agent.derive.random.Expression.CopyOf;
import dev.fluxion.agent.derive.random.Expression.CopyOfRange;
import dev.fluxion.agent.derive.random.Expression.Element;
import dev.fluxion.agent.derive.random.Expression.Length;
import dev.fluxion.agent.derive.random.Expression.NewArray;
import dev.fluxion.agent.derive.random.Expression.NewCube;
import dev.fluxion.agent.derive.random.Expression.NewMatrix;
import dev.fluxion.agent.derive.random.Statement.ArrayCopy;
import dev.fluxion.agent.derive.random.Statement.Fill;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MultiANewArrayInsnNode;
import org.objectweb.asm.tree.TypeInsnNode;

/** Arrays. */
final class ArrayCode implements Opcodes {
    private static final String ARRAYS = "java/util/Arrays";
    private static final Type OBJECT = Type.getType(Object.class);
    private static final Type OBJECTS = Type.getType(Object[].class);

    private final MethodCode method;
    private final Code code;

    ArrayCode(MethodCode method) {
        this.method = method;
        code = method.code;
    }

    void push(Expression expression) {
        if (expression instanceof Element element) {
            method.expressions.value(element.array());
            method.expressions.as(element.index(), Kind.INT);
            load(element.kind());
        } else if (expression instanceof Length length) {
            method.expressions.value(length.array());
            length();
        } else if (expression instanceof NewArray array) {
            method.expressions.as(array.length(), Kind.INT);
            create(array.kind());
        } else if (expression instanceof NewMatrix matrix) {
            method.expressions.as(matrix.rows(), Kind.INT);
            if (matrix.columns() == null) {
                create(Kind.MATRIX);
            } else {
                method.expressions.as(matrix.columns(), Kind.INT);
                create(Kind.MATRIX, 2);
            }
        } else if (expression instanceof NewCube cube) {
            method.expressions.as(cube.planes(), Kind.INT);
            method.expressions.as(cube.rows(), Kind.INT);
            method.expressions.as(cube.columns(), Kind.INT);
            create(Kind.CUBE, 3);
        } else if (expression instanceof ArrayOf array) {
            listed(array);
        } else {
            copied(expression);
        }
    }

    void load(Kind element) {
        code.plain(element.type().getOpcode(IALOAD), 2, element.type());
    }

    void store(Kind element) {
        code.plain(element.type().getOpcode(IASTORE), 3);
    }

    void length() {
        code.plain(ARRAYLENGTH, 1, Type.INT_TYPE);
    }

    private void create(Kind kind) {
        Type type = kind.type();
        switch (kind) {
            case INTS -> code.instruction(new IntInsnNode(NEWARRAY, T_INT), 1, type);
            case FLOATS -> code.instruction(new IntInsnNode(NEWARRAY, T_FLOAT), 1, type);
            case DOUBLES -> code.instruction(new IntInsnNode(NEWARRAY, T_DOUBLE), 1, type);
            default ->
                code.instruction(
                        new TypeInsnNode(ANEWARRAY, kind.element().type().getInternalName()), 1, type);
        }
    }

    private void create(Kind kind, int dimensions) {
        Type type = kind.type();
        code.instruction(new MultiANewArrayInsnNode(type.getDescriptor(), dimensions), dimensions, type);
    }

    private void listed(ArrayOf array) {
        Kind element = array.kind().element();
        code.whole(array.elements().size());
        create(array.kind());
        for (int i = 0; i < array.elements().size(); i++) {
            code.plain(DUP, 0, array.kind().type());
            code.whole(i);
            method.expressions.as(array.elements().get(i), element);
            store(element);
        }
    }

    private void copied(Expression expression) {
        Type type = expression.kind().type();
        if (expression instanceof Clone clone) {
            method.expressions.value(clone.array());
            code.instruction(
                    new MethodInsnNode(INVOKEVIRTUAL, type.getInternalName(), "clone", "()Ljava/lang/Object;", false),
                    1,
                    OBJECT);
            cast(type);
        } else if (expression instanceof CopyOf copy) {
            method.expressions.value(copy.array());
            method.expressions.as(copy.length(), Kind.INT);
            library("copyOf", expression.kind(), Type.INT_TYPE);
        } else {
            CopyOfRange copy = (CopyOfRange) expression;
            method.expressions.value(copy.array());
            method.expressions.as(copy.from(), Kind.INT);
            method.expressions.as(copy.to(), Kind.INT);
            library("copyOfRange", expression.kind(), Type.INT_TYPE, Type.INT_TYPE);
        }
    }

    private void library(String name, Kind array, Type... bounds) {
        Type general = array.element().isArray() ? OBJECTS : array.type();
        Type[] parameters = new Type[bounds.length + 1];
        parameters[0] = general;
        System.arraycopy(bounds, 0, parameters, 1, bounds.length);
        method.calls.library(ARRAYS, name, Type.getMethodDescriptor(general, parameters));
        if (array.element().isArray()) {
            cast(array.type());
        }
    }

    private void cast(Type type) {
        code.instruction(new TypeInsnNode(CHECKCAST, type.getInternalName()), 1, type);
    }

    void copy(ArrayCopy copy) {
        method.expressions.value(copy.source());
        method.expressions.as(copy.sourceStart(), Kind.INT);
        method.expressions.value(copy.target());
        method.expressions.as(copy.targetStart(), Kind.INT);
        method.expressions.as(copy.length(), Kind.INT);
        method.calls.library("java/lang/System", "arraycopy", "(Ljava/lang/Object;ILjava/lang/Object;II)V");
    }

    void fill(Fill fill) {
        Kind array = fill.array().kind();
        Type general = array.element().isArray() ? OBJECTS : array.type();
        Type element = array.element().isArray() ? OBJECT : array.element().type();
        method.expressions.value(fill.array());
        if (fill.from() != null) {
            method.expressions.as(fill.from(), Kind.INT);
            method.expressions.as(fill.to(), Kind.INT);
        }
        method.expressions.as(fill.value(), array.element());
        Type[] parameters = fill.from() == null
                ? new Type[] {general, element}
                : new Type[] {general, Type.INT_TYPE, Type.INT_TYPE, element};
        method.calls.library(ARRAYS, "fill", Type.getMethodDescriptor(Type.VOID_TYPE, parameters));
    }
}
