package dev.fluxion.agent.sweep;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Java text of a class with the same function of one array: the floating numbers of all arguments, to a weighted sum of those of the
 * result. Everything else is held by the object.
 */
final class ScalarFunction {
    private ScalarFunction() {}

    /** Fixed weights, none of them like another. */
    static double[] weights(int count) {
        double[] weights = new double[count];
        for (int i = 0; i < count; i++) {
            weights[i] = Weighing.weight(i);
        }
        return weights;
    }

    static String text(String name, Subject subject) {
        Method method = subject.method();
        StringBuilder fields = new StringBuilder();
        StringBuilder made = new StringBuilder();
        StringBuilder locals = new StringBuilder("        int next = 0;\n");
        List<String> passed = new ArrayList<>();
        for (int i = 0; i < method.getParameterCount(); i++) {
            Class<?> type = method.getParameterTypes()[i];
            String typeName = type.getTypeName();
            passed.add("a" + i);
            locals.append("        ").append(typeName).append(" a").append(i).append(" = ");
            if (subject.isActive(i)) {
                fields.append("    private final int rows").append(i).append(";\n");
                made.append("        rows" + i + " = given[" + i + "] == null || !given[" + i
                        + "].getClass().isArray() ? 1 : java.lang.reflect.Array.getLength(given[" + i + "]);\n");
                locals.append(active(type, i));
            } else {
                fields.append("    private final ")
                        .append(typeName)
                        .append(" c")
                        .append(i)
                        .append(";\n");
                made.append("        c" + i + " = (" + typeName + ") given[" + i + "];\n");
                locals.append("c").append(i).append(type.isArray() ? ".clone();\n" : ";\n");
            }
        }
        String call = method.getDeclaringClass().getCanonicalName() + "." + method.getName() + "("
                + String.join(", ", passed) + ")";
        String body = locals
                + (subject.output() == Subject.RETURNED
                        ? "        return " + Weighing.class.getName() + ".sum(" + call + ");\n"
                        : "        " + call + ";\n        return " + Weighing.class.getName() + ".sum(a"
                                + subject.output() + ");\n");
        if (method.getExceptionTypes().length > 0) {
            body = "        try {\n" + body
                    + "        } catch (RuntimeException e) {\n            throw e;\n        } catch (Exception e) {\n"
                    + "            throw new IllegalStateException(e);\n        }\n";
        }
        return "public final class " + name + " implements java.util.function.ToDoubleFunction<double[]> {\n" + fields
                + "    public " + name + "(Object[] given) {\n" + made + "    }\n"
                + "    @Override public double applyAsDouble(double[] x) {\n" + body + "    }\n}\n";
    }

    private static String active(Class<?> type, int argument) {
        String rows = "rows" + argument;
        if (!type.isArray()) {
            return (type == float.class ? "(float) " : "") + "x[next++];\n";
        }
        String from = Weighing.class.getName() + "." + Leaves.element(type).getName() + "s" + Leaves.dimensions(type);
        String count = Leaves.dimensions(type) == 1 ? rows : rows + " * " + rows;
        return from + "(x, next, " + rows + ");\n        next += " + count + ";\n";
    }

    @SuppressWarnings("unchecked")
    static ToDoubleFunction<double[]> make(Class<?> type, Object[] arguments) throws ReflectiveOperationException {
        Constructor<?> constructor = type.getConstructor(Object[].class);
        return (ToDoubleFunction<double[]>)
                constructor.newInstance((Object) Arrays.copyOf(arguments, arguments.length));
    }
}
