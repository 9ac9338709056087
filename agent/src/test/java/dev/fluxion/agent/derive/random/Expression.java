package dev.fluxion.agent.derive.random;

import java.util.List;

/** An expression of Java. */
sealed interface Expression extends Node {
    Kind kind();

    /** A Boolean, Integer, Long, Float or Double; null for a row that is absent. */
    record Literal(Kind kind, Object value) implements Expression {}

    record Read(Variable variable) implements Expression {
        @Override
        public Kind kind() {
            return variable.kind();
        }
    }

    /** A field that never changes. */
    record Field(Constants field) implements Expression {
        @Override
        public Kind kind() {
            return field.kind();
        }
    }

    record Element(Expression array, Expression index) implements Expression {
        @Override
        public Kind kind() {
            return array.kind().element();
        }
    }

    record Length(Expression array) implements Expression {
        @Override
        public Kind kind() {
            return Kind.INT;
        }
    }

    record Negate(Expression operand) implements Expression {
        @Override
        public Kind kind() {
            return operand.kind();
        }
    }

    record Not(Expression operand) implements Expression {
        @Override
        public Kind kind() {
            return Kind.BOOLEAN;
        }
    }

    record Arithmetic(Operator operator, Expression left, Expression right) implements Expression {
        @Override
        public Kind kind() {
            return operator.isShift() ? left.kind() : Kind.promoted(left.kind(), right.kind());
        }
    }

    record Comparison(Relation relation, Expression left, Expression right) implements Expression {
        @Override
        public Kind kind() {
            return Kind.BOOLEAN;
        }
    }

    /** Whether two references are the same. */
    record SameArray(Expression left, Expression right) implements Expression {
        @Override
        public Kind kind() {
            return Kind.BOOLEAN;
        }
    }

    record Both(Expression left, Expression right) implements Expression {
        @Override
        public Kind kind() {
            return Kind.BOOLEAN;
        }
    }

    record Either(Expression left, Expression right) implements Expression {
        @Override
        public Kind kind() {
            return Kind.BOOLEAN;
        }
    }

    /** Both branches are of one kind. */
    record Conditional(Expression condition, Expression yes, Expression no) implements Expression {
        @Override
        public Kind kind() {
            return yes.kind();
        }
    }

    /** A cast between types of numbers. */
    record Convert(Kind kind, Expression operand) implements Expression {}

    /** An int cut to a smaller type. */
    record Narrow(Small type, Expression operand) implements Expression {
        @Override
        public Kind kind() {
            return Kind.INT;
        }
    }

    /** Types of which only casts are made. */
    enum Small {
        BYTE,
        SHORT,
        CHAR
    }

    /** A method of Math or StrictMath; in its form for floats where {@code kind} says so. */
    record MathCall(MathFunction function, boolean strict, Kind kind, List<Expression> arguments)
            implements Expression {}

    /** A method of the JDK that no derivative passes. */
    record InertCall(InertFunction function, List<Expression> arguments) implements Expression {
        @Override
        public Kind kind() {
            return function.result();
        }
    }

    /** A method of the program. */
    record Call(String method, Kind kind, List<Expression> arguments) implements Expression {}

    /** A switch expression on an int. */
    record SwitchValue(Expression selector, List<ValueCase> cases, Expression otherwise) implements Expression {
        @Override
        public Kind kind() {
            return otherwise.kind();
        }
    }

    record ValueCase(List<Integer> labels, Expression value) implements Node {}

    record NewArray(Kind kind, Expression length) implements Expression {}

    /** Without columns the rows are null. */
    record NewMatrix(Expression rows, Expression columns) implements Expression {
        @Override
        public Kind kind() {
            return Kind.MATRIX;
        }
    }

    record NewCube(Expression planes, Expression rows, Expression columns) implements Expression {
        @Override
        public Kind kind() {
            return Kind.CUBE;
        }
    }

    record ArrayOf(Kind kind, List<Expression> elements) implements Expression {}

    record Clone(Expression array) implements Expression {
        @Override
        public Kind kind() {
            return array.kind();
        }
    }

    record CopyOf(Expression array, Expression length) implements Expression {
        @Override
        public Kind kind() {
            return array.kind();
        }
    }

    record CopyOfRange(Expression array, Expression from, Expression to) implements Expression {
        @Override
        public Kind kind() {
            return array.kind();
        }
    }

    /** The target is a variable or an element. A compound assignment has an operator. */
    record Assign(Expression target, Operator operator, Expression value) implements Expression {
        @Override
        public Kind kind() {
            return target.kind();
        }
    }

    /** ++ and --. */
    record Step(Expression target, boolean prefix, boolean up) implements Expression {
        @Override
        public Kind kind() {
            return target.kind();
        }
    }
}
