package dev.fluxion.agent.derive.random;

import dev.fluxion.agent.derive.random.Expression.Arithmetic;
import dev.fluxion.agent.derive.random.Expression.ArrayOf;
import dev.fluxion.agent.derive.random.Expression.Assign;
import dev.fluxion.agent.derive.random.Expression.Both;
import dev.fluxion.agent.derive.random.Expression.Call;
import dev.fluxion.agent.derive.random.Expression.Clone;
import dev.fluxion.agent.derive.random.Expression.Comparison;
import dev.fluxion.agent.derive.random.Expression.Conditional;
import dev.fluxion.agent.derive.random.Expression.Convert;
import dev.fluxion.agent.derive.random.Expression.CopyOf;
import dev.fluxion.agent.derive.random.Expression.CopyOfRange;
import dev.fluxion.agent.derive.random.Expression.Either;
import dev.fluxion.agent.derive.random.Expression.Element;
import dev.fluxion.agent.derive.random.Expression.Field;
import dev.fluxion.agent.derive.random.Expression.InertCall;
import dev.fluxion.agent.derive.random.Expression.Length;
import dev.fluxion.agent.derive.random.Expression.Literal;
import dev.fluxion.agent.derive.random.Expression.MathCall;
import dev.fluxion.agent.derive.random.Expression.Narrow;
import dev.fluxion.agent.derive.random.Expression.Negate;
import dev.fluxion.agent.derive.random.Expression.NewArray;
import dev.fluxion.agent.derive.random.Expression.NewCube;
import dev.fluxion.agent.derive.random.Expression.NewMatrix;
import dev.fluxion.agent.derive.random.Expression.Not;
import dev.fluxion.agent.derive.random.Expression.Read;
import dev.fluxion.agent.derive.random.Expression.SameArray;
import dev.fluxion.agent.derive.random.Expression.Step;
import dev.fluxion.agent.derive.random.Expression.SwitchValue;
import dev.fluxion.agent.derive.random.Expression.ValueCase;
import dev.fluxion.agent.derive.random.Program.IllFormed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Values of expressions: Boolean, Integer, Long, {@link Real}, {@code int[]}, {@link RealArray} and arrays of those, which are
 * matrices.
 */
final class Expressions {
    private final Interpreter interpreter;

    Expressions(Interpreter interpreter) {
        this.interpreter = interpreter;
    }

    void reach(Node node) {
        interpreter.reach(node);
    }

    Object value(Expression expression, Map<String, Object> frame) {
        reach(expression);
        return new Evaluation(frame).of(expression);
    }

    int length(Object array) {
        if (array instanceof RealArray reals) {
            return reals.values.length;
        }
        return array instanceof int[] whole ? whole.length : ((Object[]) array).length;
    }

    Object element(Object array, int index) {
        if (array instanceof RealArray reals) {
            return reals.get(index);
        }
        return array instanceof int[] whole ? (Object) whole[index] : ((Object[]) array)[index];
    }

    private static void store(Object array, int index, Object value) {
        if (array == null) {
            throw new NullPointerException();
        } else if (array instanceof RealArray reals) {
            reals.set(index, (Real) value);
        } else if (array instanceof int[] whole) {
            whole[index] = (int) value;
        } else {
            ((Object[]) array)[index] = value;
        }
    }

    /** In one frame. */
    private final class Evaluation {
        private final Map<String, Object> frame;

        Evaluation(Map<String, Object> frame) {
            this.frame = frame;
        }

        private Object value(Expression expression) {
            reach(expression);
            return of(expression);
        }

        private int whole(Expression expression) {
            return Conversion.index(value(expression));
        }

        private boolean holds(Expression expression) {
            return (boolean) value(expression);
        }

        Object of(Expression expression) {
            if (expression instanceof Literal literal) {
                Object value = literal.value();
                return value instanceof Double || value instanceof Float
                        ? new Real(((Number) value).doubleValue(), null)
                        : value;
            } else if (expression instanceof Read read) {
                return read(read.variable());
            } else if (expression instanceof Element element) {
                Object array = value(element.array());
                return Expressions.this.element(array, whole(element.index()));
            } else if (expression instanceof Arithmetic operation) {
                Object left = value(operation.left());
                Object right = value(operation.right());
                return watched(Numbers.compute(operation.operator(), operation.kind(), left, right));
            } else if (expression instanceof MathCall call) {
                return math(call);
            } else if (expression instanceof Call call) {
                List<Object> arguments = new ArrayList<>();
                for (int i = 0; i < call.arguments().size(); i++) {
                    Kind kind = interpreter.parameterKind(call.method(), i);
                    arguments.add(Conversion.to(kind, value(call.arguments().get(i))));
                }
                return interpreter.call(call.method(), arguments);
            } else if (expression instanceof Assign assignment) {
                return assign(assignment);
            } else if (expression instanceof Step step) {
                return step(step);
            }
            return simple(expression);
        }

        private Object watched(Object value) {
            if (value instanceof Real real && real.jet() != null && !Double.isFinite(real.value())) {
                interpreter.overflow();
            }
            return value;
        }

        private Object read(Variable variable) {
            Object value = frame.get(variable.name());
            if (value == null && !frame.containsKey(variable.name())) {
                throw new IllFormed("no variable " + variable.name());
            }
            return value;
        }

        private Object simple(Expression expression) {
            if (expression instanceof Field field) {
                return Numbers.constant(field.field());
            } else if (expression instanceof Length length) {
                return length(value(length.array()));
            } else if (expression instanceof Negate negation) {
                return Numbers.negate(negation.kind(), value(negation.operand()));
            } else if (expression instanceof Convert conversion) {
                return Conversion.to(conversion.kind(), value(conversion.operand()));
            } else if (expression instanceof Narrow narrow) {
                int operand = whole(narrow.operand());
                return switch (narrow.type()) {
                    case BYTE -> (int) (byte) operand;
                    case SHORT -> (int) (short) operand;
                    case CHAR -> (int) (char) operand;
                };
            } else if (expression instanceof InertCall call) {
                interpreter.note(call.function());
                Kind[] kinds = call.function().parameters();
                Object[] arguments = new Object[kinds.length];
                for (int i = 0; i < kinds.length; i++) {
                    Object argument =
                            Conversion.to(kinds[i], value(call.arguments().get(i)));
                    arguments[i] = argument instanceof Real real ? (Object) real.value() : argument;
                }
                return call.function().apply(arguments);
            }
            return expression.kind() == Kind.BOOLEAN ? truth(expression) : chosenOrMade(expression);
        }

        private Object truth(Expression expression) {
            if (expression instanceof Not negation) {
                return !holds(negation.operand());
            } else if (expression instanceof Both both) {
                return holds(both.left()) && holds(both.right());
            } else if (expression instanceof Either either) {
                return holds(either.left()) || holds(either.right());
            } else if (expression instanceof SameArray same) {
                Object left = value(same.left());
                return left == value(same.right());
            } else if (expression instanceof Comparison comparison) {
                Object left = value(comparison.left());
                Object right = value(comparison.right());
                Kind kind = Kind.promoted(
                        comparison.left().kind(), comparison.right().kind());
                return Numbers.compare(comparison.relation(), kind, left, right);
            }
            return chosenOrMade(expression);
        }

        private Object chosenOrMade(Expression expression) {
            if (expression instanceof Conditional choice) {
                return value(holds(choice.condition()) ? choice.yes() : choice.no());
            } else if (expression instanceof SwitchValue choice) {
                int selector = whole(choice.selector());
                for (ValueCase each : choice.cases()) {
                    if (each.labels().contains(selector)) {
                        reach(each);
                        return value(each.value());
                    }
                }
                return value(choice.otherwise());
            } else if (expression instanceof NewArray array) {
                int length = whole(array.length());
                return array.kind() == Kind.INTS ? (Object) new int[length] : new RealArray(length);
            } else if (expression instanceof NewMatrix matrix) {
                int rows = whole(matrix.rows());
                return matrix.columns() == null ? new RealArray[rows] : Numbers.matrix(rows, whole(matrix.columns()));
            } else if (expression instanceof NewCube cube) {
                int planes = whole(cube.planes());
                int rows = whole(cube.rows());
                int columns = whole(cube.columns());
                RealArray[][] made = new RealArray[planes][];
                Arrays.setAll(made, i -> Numbers.matrix(rows, columns));
                return made;
            } else if (expression instanceof ArrayOf array) {
                return arrayOf(array);
            } else if (expression instanceof Clone clone) {
                Object array = value(clone.array());
                return Numbers.copy(array, 0, length(array));
            } else if (expression instanceof CopyOf copy) {
                Object array = value(copy.array());
                int length = whole(copy.length());
                if (length < 0) {
                    throw new NegativeArraySizeException();
                }
                return Numbers.copy(array, 0, length);
            } else if (expression instanceof CopyOfRange copy) {
                Object array = value(copy.array());
                int from = whole(copy.from());
                return Numbers.copy(array, from, whole(copy.to()));
            }
            throw new IllFormed(expression.getClass().getName());
        }

        private Object arrayOf(ArrayOf array) {
            int length = array.elements().size();
            Object made = switch (array.kind()) {
                case CUBE -> new RealArray[length][];
                case MATRIX -> new RealArray[length];
                case INTS -> new int[length];
                default -> new RealArray(length);
            };
            for (int i = 0; i < length; i++) {
                Object element = value(array.elements().get(i));
                store(made, i, Conversion.to(array.kind().element(), element));
            }
            return made;
        }

        private Real math(MathCall call) {
            interpreter.note(call.function());
            int arity = call.arguments().size();
            double[] values = new double[arity];
            Jet[] jets = new Jet[arity];
            for (int i = 0; i < arity; i++) {
                Real argument =
                        (Real) Conversion.to(call.kind(), value(call.arguments().get(i)));
                values[i] = argument.value();
                jets[i] = argument.jet();
            }
            boolean floats = call.kind() == Kind.FLOAT;
            double value = floats
                    ? call.function().applyToFloats(values)
                    : call.function().apply(call.strict(), values);
            Jet jet = Numbers.jet(() -> Partials.of(call.function(), values, value), floats, jets);
            return (Real) watched(new Real(value, jet));
        }

        private Object assign(Assign assignment) {
            if (assignment.target() instanceof Read read) {
                Object old = assignment.operator() == null ? null : read(read.variable());
                Object made = assigned(assignment, old);
                frame.put(read.variable().name(), made);
                return made;
            }
            Element element = (Element) assignment.target();
            Object array = value(element.array());
            int index = whole(element.index());
            Object old = assignment.operator() == null ? null : Expressions.this.element(array, index);
            Object made = assigned(assignment, old);
            store(array, index, made);
            return made;
        }

        private Object assigned(Assign assignment, Object old) {
            Object value = value(assignment.value());
            Kind kind = assignment.target().kind();
            if (assignment.operator() != null) {
                Kind wide = assignment.operator().isShift()
                        ? kind
                        : Kind.promoted(kind, assignment.value().kind());
                value = watched(Numbers.compute(assignment.operator(), wide, old, value));
            }
            return Conversion.to(kind, value);
        }

        private Object step(Step step) {
            Literal one = new Literal(Kind.INT, 1);
            Operator operator = step.up() ? Operator.ADD : Operator.SUBTRACT;
            Kind kind = step.target().kind();
            if (step.target() instanceof Read read) {
                Object old = read(read.variable());
                Object made = Numbers.compute(operator, kind, old, one.value());
                frame.put(read.variable().name(), made);
                return step.prefix() ? made : old;
            }
            Element element = (Element) step.target();
            Object array = value(element.array());
            int index = whole(element.index());
            Object old = Expressions.this.element(array, index);
            Object made = Numbers.compute(operator, kind, old, one.value());
            store(array, index, made);
            return step.prefix() ? made : old;
        }
    }
}
