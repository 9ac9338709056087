package dev.fluxion.agent.link;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The text of a random program that calls by the class of receivers, and of its twin, which computes the same without: an object is a
 * number there, its fields are elements of static arrays, and a call is a {@code switch} over the classes.
 */
final class DispatchProgram {
    private static final int CLASSES = 4;
    private static final int PARTS = 5;

    /** A piece of both texts. */
    private record Code(String open, String twin) {
        static Code of(String same) {
            return new Code(same, same);
        }

        /** Fills the places {@code %s} of two formats. */
        static Code of(String open, String twin, Code... parts) {
            Object[] opens = new Object[parts.length];
            Object[] twins = new Object[parts.length];
            for (int i = 0; i < parts.length; i++) {
                opens[i] = parts[i].open;
                twins[i] = parts[i].twin;
            }
            return new Code(String.format(open, opens), String.format(twin, twins));
        }

        static Code format(String same, Code... parts) {
            return of(same, same, parts);
        }
    }

    @SuppressWarnings("InlineFormatString") // it is long
    private static final String FRAME = """
            import java.util.*;

            public final class %1$s {
              interface Function { double of(double p, double q); }
              interface Part {
                double number(double x, double[] y, int k);
                void write(double[] y, double[] to, int k);
                double[] give(double[] y, int k);
                void reset();
                default double twice(double x, double[] y) { return number(x, y, 1) + number(x * 0.5, y, 0); }
              }
              static abstract class Base implements Part {
                final double c; final double[] table; int calls; Part next;
                Base(double c, double[] table) { this.c = c; this.table = table; }
                public void reset() { calls = 0; }
              }
            %2$s
              static final double[] C = {%4$s};
              static final double[][] T = {%5$s};
              static final int[] CALLS = new int[%6$d];
              static final Part[] PARTS = {%7$s};
              static final List<Part> LIST = List.of(PARTS);
              static final Part HELD = PARTS[2];
              static { for (int i = 0; i < %6$d; i++) { ((Base) PARTS[i]).next = PARTS[(i + 1) %% %6$d]; } }
              static double use(Part part, double x, double[] y) { return part.number(x * y[1], y, 1) - part.twice(y[0], y); }
            %3$s
              static double twice(int self, double x, double[] y) { return number(self, x, y, 1) + number(self, x * 0.5, y, 0); }
              static double useTwin(int self, double x, double[] y) { return number(self, x * y[1], y, 1) - twice(self, y[0], y); }
            %8$s
            }
            """;

    private final Random random;
    private final String name;
    private final StringBuilder classes = new StringBuilder();
    private final StringBuilder twins = new StringBuilder();
    /** What an expression may read where it stands. */
    private List<Code> atoms = List.of();

    DispatchProgram(Random random, String name) {
        this.random = random;
        this.name = name;
    }

    /** The class, whose methods {@code f} and {@code twin} take an array of three numbers. */
    String source() {
        for (int i = 0; i < CLASSES; i++) {
            addClass(i);
        }
        addSwitches();
        Code main = main();
        StringBuilder numbers = new StringBuilder();
        StringBuilder tables = new StringBuilder();
        StringBuilder parts = new StringBuilder();
        for (int i = 0; i < PARTS; i++) {
            double c = random.nextInt(17) / 8.0 - 1;
            String table = "{" + random.nextInt(9) / 4.0 + ", " + (random.nextInt(9) / 8.0 - 0.5) + "}";
            numbers.append(c).append(", ");
            tables.append(table).append(", ");
            parts.append("new P")
                    .append(classOf(i))
                    .append('(')
                    .append(c)
                    .append(", new double[] ")
                    .append(table)
                    .append("), ");
        }
        String methods = "  static double f(double[] x) {\n" + main.open + "  }\n  static double twin(double[] x) {\n"
                + main.twin + "  }";
        return String.format(FRAME, name, classes, twins, numbers, tables, PARTS, parts, methods);
    }

    private static int classOf(int part) {
        return part % CLASSES;
    }

    /** The second extends the first, and inherits all but one method. */
    private static boolean inherits(int type) {
        return type == 1;
    }

    private void addClass(int type) {
        String above = inherits(type) ? "P0" : "Base";
        classes.append("  static class P")
                .append(type)
                .append(" extends ")
                .append(above)
                .append(" {\n");
        classes.append("    P").append(type).append("(double c, double[] table) { super(c, table); }\n");
        List<Code> own = new ArrayList<>(List.of(
                new Code("c", "C[self]"),
                new Code("table[0]", "T[self][0]"),
                new Code("table[1]", "T[self][1]"),
                new Code("calls", "CALLS[self]")));
        List<Code> ofFunction = new ArrayList<>(own);
        ofFunction.add(Code.of("p"));
        ofFunction.add(Code.of("q"));
        if (!inherits(type)) {
            atoms = ofFunction;
            Code function = arithmetic(2);
            classes.append("    final Function fn = (p, q) -> ")
                    .append(function.open)
                    .append(";\n");
            twins.append("  static double fn")
                    .append(type)
                    .append("(int self, double p, double q) { return ")
                    .append(function.twin)
                    .append("; }\n");
        }
        List<Code> ofNumber = new ArrayList<>(own);
        for (String local : List.of("x", "a", "b", "y[0]", "y[1]", "y[2]", "k")) {
            ofNumber.add(Code.of(local));
        }
        atoms = ofNumber;
        method("double", "number", "double x, double[] y, int k", type, numberBody(type));
        if (inherits(type)) {
            classes.append("  }\n");
            return;
        }
        atoms = new ArrayList<>(own);
        for (String local : List.of("y[0]", "y[1]", "y[2]", "to[0]", "to[1]", "k")) {
            atoms.add(Code.of(local));
        }
        method("void", "write", "double[] y, double[] to, int k", type, writeBody());
        atoms.removeIf(atom -> atom.open.startsWith("to["));
        method("double[]", "give", "double[] y, int k", type, giveBody());
        classes.append("  }\n");
    }

    private void method(String result, String method, String parameters, int type, Code body) {
        classes.append("    public ")
                .append(result)
                .append(' ')
                .append(method)
                .append('(')
                .append(parameters)
                .append(") {\n")
                .append(body.open)
                .append("    }\n");
        twins.append("  static ")
                .append(result)
                .append(' ')
                .append(method)
                .append(type)
                .append("(int self, ")
                .append(parameters)
                .append(") {\n")
                .append(body.twin)
                .append("  }\n");
    }

    private void addSwitches() {
        for (String method : List.of("number", "write", "give")) {
            String result = method.equals("number") ? "double" : method.equals("write") ? "void" : "double[]";
            String parameters = method.equals("number")
                    ? "double x, double[] y, int k"
                    : method.equals("write") ? "double[] y, double[] to, int k" : "double[] y, int k";
            String names = method.equals("number") ? "x, y, k" : method.equals("write") ? "y, to, k" : "y, k";
            twins.append("  static ")
                    .append(result)
                    .append(' ')
                    .append(method)
                    .append("(int self, ")
                    .append(parameters)
                    .append(") {\n    switch (self % ")
                    .append(CLASSES)
                    .append(") {\n");
            for (int type = 0; type < CLASSES; type++) {
                int declaring = inherits(type) && !method.equals("number") ? 0 : type;
                String call = method + declaring + "(self, " + names + ");";
                twins.append("      case ")
                        .append(type)
                        .append(": ")
                        .append(method.equals("write") ? call + " return;" : "return " + call)
                        .append('\n');
            }
            twins.append("      default: throw new AssertionError();\n    }\n  }\n");
        }
    }

    private Code numberBody(int type) {
        Code body = Code.of("      double a = x * 0.5; double b = y[1];\n");
        int count = 1 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            body = Code.format("%s%s", body, numberStatement(type));
        }
        return Code.format("%s      return %s;\n", body, expression(2, type));
    }

    private Code numberStatement(int type) {
        String local = random.nextBoolean() ? "a" : "b";
        return switch (random.nextInt(6)) {
            case 0 -> Code.format("      " + local + " = %s;\n", expression(2, type));
            case 1 -> Code.format("      if (%s > 0.2) { " + local + " = %s; }\n", arithmetic(1), expression(1, type));
            case 2 ->
                Code.format(
                        "      for (int i = 0; i < 2; i++) { a = a * 0.5 + %s; b = b * %s; }\n",
                        expression(1, type), arithmetic(1));
            case 3 -> Code.format("      y[" + random.nextInt(3) + "] = %s;\n", expression(1, type));
            case 4 -> Code.of("      calls++;\n", "      CALLS[self]++;\n");
            default ->
                Code.of(
                        "      if (k < 2) { next.write(y, new double[3], k + 1); next.write(y, y, k + 1); }\n",
                        "      if (k < 2) { write((self + 1) %% " + PARTS + ", y, new double[3], k + 1);"
                                + " write((self + 1) %% " + PARTS + ", y, y, k + 1); }\n");
        };
    }

    private Code writeBody() {
        Code body = Code.of("");
        for (int i = 0; i < 2; i++) {
            body = Code.format("%s      to[" + random.nextInt(3) + "] = %s;\n", body, arithmetic(2));
        }
        if (random.nextBoolean()) {
            String open = "next.number(%s, to, k + 1)";
            String twin = "number((self + 1) %% " + PARTS + ", %s, to, k + 1)";
            body = Code.of(
                    "%s      if (k < 2) { to[1] = " + open + "; }\n",
                    "%s      if (k < 2) { to[1] = " + twin + "; }\n",
                    body,
                    arithmetic(1));
        }
        return body;
    }

    private Code giveBody() {
        Code fresh = Code.format("new double[] {%s, %s, y[0]}", arithmetic(1), arithmetic(1));
        return switch (random.nextInt(5)) {
            case 0 -> Code.of("      return y;\n");
            case 1 -> Code.format("      return %s;\n", fresh);
            case 2 -> Code.format("      return y[0] > y[1] ? y : %s;\n", fresh);
            case 3 -> Code.format("      y[2] = %s; return y.clone();\n", arithmetic(1));
            default ->
                Code.of(
                        "      return k < 2 ? next.give(y, k + 1) : %s;\n",
                        "      return k < 2 ? give((self + 1) %% " + PARTS + ", y, k + 1) : %s;\n", fresh);
        };
    }

    /** Without calls of the program's. */
    private Code arithmetic(int depth) {
        if (depth == 0 || random.nextInt(4) == 0) {
            return atoms.get(random.nextInt(atoms.size()));
        }
        return switch (random.nextInt(6)) {
            case 0 -> Code.format("(%s + %s)", arithmetic(depth - 1), arithmetic(depth - 1));
            case 1 -> Code.format("(%s - %s)", arithmetic(depth - 1), arithmetic(depth - 1));
            case 2 -> Code.format("(%s * %s)", arithmetic(depth - 1), arithmetic(depth - 1));
            case 3 -> Code.format("Math.sin(%s)", arithmetic(depth - 1));
            case 4 -> Code.format("(%s / (2 + Math.abs(%s)))", arithmetic(depth - 1), arithmetic(depth - 1));
            default -> Code.format("Math.cos(%s)", arithmetic(depth - 1));
        };
    }

    private Code expression(int depth, int type) {
        if (depth == 0) {
            return arithmetic(1);
        }
        String nextTwin = "(self + 1) %% " + PARTS;
        int ofFunction = inherits(type) ? 0 : type;
        return switch (random.nextInt(7)) {
            case 0 ->
                Code.of(
                        "(k < 2 ? next.number(%s, y, k + 1) : %s)",
                        "(k < 2 ? number(" + nextTwin + ", %s, y, k + 1) : %s)",
                        expression(depth - 1, type),
                        arithmetic(1));
            case 1, 2 ->
                Code.of(
                        "fn.of(%s, %s)",
                        "fn" + ofFunction + "(self, %s, %s)", expression(depth - 1, type), expression(depth - 1, type));
            case 3 ->
                inherits(type)
                        ? Code.of(
                                "(k < 2 ? super.number(%s, y, k + 1) : 1.5)",
                                "(k < 2 ? number0(self, %s, y, k + 1) : 1.5)", arithmetic(1))
                        : arithmetic(depth);
            case 4 -> Code.format("(%s + %s)", expression(depth - 1, type), expression(depth - 1, type));
            case 5 -> Code.format("Math.sin(%s)", expression(depth - 1, type));
            default -> arithmetic(depth);
        };
    }

    private Code receiver() {
        int part = random.nextInt(PARTS);
        return switch (random.nextInt(5)) {
            case 0 -> Code.of("HELD", "2");
            case 1 -> Code.of("LIST.get(" + part + ")", "" + part);
            case 2 ->
                Code.of("(%s > 0.3 ? PARTS[" + part + "] : PARTS[0])", "(%s > 0.3 ? " + part + " : 0)", arithmetic(1));
            default -> Code.of("PARTS[" + part + "]", "" + part);
        };
    }

    private Code main() {
        atoms = new ArrayList<>();
        for (String atom : List.of("s", "x[0]", "x[1]", "x[2]", "y[0]", "y[1]", "y[2]", "z[0]", "z[1]", "0.75")) {
            atoms.add(Code.of(atom));
        }
        Code body = Code.of(
                "    for (Part part : PARTS) { part.reset(); }\n",
                "    for (int i = 0; i < " + PARTS + "; i++) { CALLS[i] = 0; }\n");
        body = Code.format(
                "%s    double s = 0.25; double[] y = {x[0], x[1], x[2]}; double[] z = {x[1], x[2] * x[0], 1};\n", body);
        int count = 3 + random.nextInt(5);
        for (int i = 0; i < count; i++) {
            body = Code.format("%s%s", body, mainStatement());
        }
        return Code.format("%s    return s + y[0] * z[1] + y[2];\n", body);
    }

    private Code mainStatement() {
        String first = random.nextBoolean() ? "y" : "z";
        String second = random.nextBoolean() ? "y" : "z";
        return switch (random.nextInt(8)) {
            case 0, 1 ->
                Code.of(
                        "    s += %s.number(%s, " + first + ", 0);\n",
                        "    s += number(%s, %s, " + first + ", 0);\n",
                        receiver(),
                        arithmetic(2));
            case 2 ->
                Code.of(
                        "    %s.write(" + first + ", " + second + ", 0);\n",
                        "    write(%s, " + first + ", " + second + ", 0);\n",
                        receiver());
            case 3 ->
                Code.of(
                        "    " + first + " = %s.give(" + second + ", 0);\n",
                        "    " + first + " = give(%s, " + second + ", 0);\n",
                        receiver());
            case 4 ->
                Code.of(
                        "    for (int i = 0; i < " + PARTS + "; i++) { s = s * 0.5 + PARTS[i].number(%s, " + first
                                + ", 0) * LIST.get(i).number(s, " + second + ", 1); }\n",
                        "    for (int i = 0; i < " + PARTS + "; i++) { s = s * 0.5 + number(i, %s, " + first
                                + ", 0) * number(i, s, " + second + ", 1); }\n",
                        arithmetic(1));
            case 5 ->
                Code.of(
                        "    s -= %s.twice(%s, " + first + ");\n",
                        "    s -= twice(%s, %s, " + first + ");\n",
                        receiver(),
                        arithmetic(1));
            case 6 ->
                Code.of(
                        "    s += use(%s, %s, " + first + ");\n",
                        "    s += useTwin(%s, %s, " + first + ");\n",
                        receiver(),
                        arithmetic(1));
            default -> Code.format("    " + first + "[" + random.nextInt(3) + "] = %s;\n", arithmetic(2));
        };
    }
}
