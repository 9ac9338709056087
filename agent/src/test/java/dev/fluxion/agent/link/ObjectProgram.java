package dev.fluxion.agent.link;

import java.util.Random;

/** The text of a random program with objects of a mutable class, a record, a class that holds both, and lambdas. */
final class ObjectProgram {
    private static final String CLASSES = """
              static final class Spring {
                double a; double b; int changes;
                Spring(double a, double b) { this.a = a; this.b = b; }
                static Spring of(double a, double b) { return new Spring(b, a); }
                double sum() { return a + 2 * b + changes; }
                void scale(double s) { a *= s; changes++; }
                Spring copy() { return new Spring(a, b); }
                Spring swap() { double t = a; a = b; b = t; return this; }
                Spring or(Spring other) { return a > other.b ? this : other; }
              }
              record Point(double u, double v) {
                static final Point CONSTANT = new Point(0.5, -0.25);
                Point { if (u > 1e6) { throw new IllegalArgumentException(); } }
                Point plus(Point o) { return new Point(u + o.u, v - o.v); }
                Point times(double s) { return s > 3 ? CONSTANT : new Point(u * s, v + s); }
                double dot(Point o) { return u * o.u + v * o.v; }
              }
              static class Base { double base; Base(double base) { this.base = base; prepare(); } void prepare() { base += 1; } double twice() { return 2 * value(); } double value() { return base; } }
              static final class Pair extends Base {
                Spring spring; Point point; double c;
                Pair(Spring spring, Point point) { super(point.u()); this.spring = spring; this.point = point; c += point.u() * spring.a; }
                void prepare() { c = base * 3; }
                double value() { return c - base; }
                Spring spring() { return spring; }
                void set(Spring other) { spring = other; }
              }
            """;

    private final Random random;
    private final StringBuilder out = new StringBuilder();
    private int lambdas;

    ObjectProgram(Random random) {
        this.random = random;
    }

    String source(String name) {
        out.append("import java.util.function.*;\npublic final class ")
                .append(name)
                .append(" {\n")
                .append(CLASSES);
        out.append("  static double f(double[] x) {\n");
        for (int i = 0; i < 3; i++) {
            line(2, "double d" + i + " = " + number(0) + ";");
        }
        for (int i = 0; i < 3; i++) {
            line(2, "Spring s" + i + " = new Spring(" + number(1) + ", " + number(1) + ");");
            line(2, "Point p" + i + " = new Point(" + number(1) + ", " + number(1) + ");");
        }
        for (int i = 0; i < 2; i++) {
            line(2, "Pair q" + i + " = new Pair(" + spring(0) + ", " + point(0) + ");");
        }
        statements(2, 6 + random.nextInt(8));
        line(2, "return d0 + d1 * s0.sum() + s1.a - s2.b + p0.dot(p1) + p2.v() + q0.twice() + q1.spring().sum();");
        out.append("  }\n}\n");
        return out.toString();
    }

    private void line(int depth, String text) {
        out.append("  ".repeat(depth)).append(text).append('\n');
    }

    private void statements(int depth, int count) {
        for (int i = 0; i < count; i++) {
            statement(depth);
        }
    }

    private void statement(int depth) {
        int kinds = depth < 4 ? 13 : 10;
        switch (random.nextInt(kinds)) {
            case 0, 1 -> line(depth, "d" + random.nextInt(3) + " = Math.sin(" + number(2) + ");");
            case 2, 3 -> line(depth, "s" + random.nextInt(3) + " = " + spring(2) + ";");
            case 4 ->
                line(depth, spring(1) + "." + (random.nextBoolean() ? "a" : "b") + " = Math.cos(" + number(2) + ");");
            case 5 -> line(depth, spring(0) + ".scale(" + number(1) + ");");
            case 6 -> line(depth, "p" + random.nextInt(3) + " = " + point(2) + ";");
            case 7 -> line(depth, "q" + random.nextInt(2) + " = " + pair() + ";");
            case 8 -> line(depth, "q" + random.nextInt(2) + ".set(" + spring(1) + ");");
            case 9 -> lambda(depth);
            case 10, 11 -> {
                line(depth, "if (" + number(1) + " > " + number(1) + ") {");
                statements(depth + 1, 1 + random.nextInt(3));
                line(depth, "} else {");
                statements(depth + 1, random.nextInt(3));
                line(depth, "}");
            }
            default -> {
                line(depth, "for (int i" + depth + " = 0; i" + depth + " < 3; i" + depth + "++) {");
                statements(depth + 1, 1 + random.nextInt(3));
                line(depth, "}");
            }
        }
    }

    private void lambda(int depth) {
        int n = lambdas++;
        line(depth, "double c" + n + " = " + number(1) + "; Spring t" + n + " = " + spring(1) + ";");
        String body = random.nextBoolean() ? "t" + n + ".a * z + c" + n : "Math.sin(z) * c" + n;
        line(depth, "DoubleUnaryOperator g" + n + " = z -> " + body + ";");
        line(depth, "d" + random.nextInt(3) + " = Math.tanh(g" + n + ".applyAsDouble(" + number(1) + "));");
    }

    private String number(int depth) {
        return switch (random.nextInt(depth == 0 ? 2 : 9)) {
            case 0 -> "x[" + random.nextInt(3) + "]";
            case 1 -> String.valueOf(random.nextInt(7) / 4.0 - 0.5);
            case 2 -> "d0";
            case 3 -> "(" + number(depth - 1) + " + " + number(depth - 1) + ")";
            case 4 -> "(" + number(depth - 1) + " * " + number(depth - 1) + ")";
            default -> "Math.sin(" + number(depth - 1) + ")";
        };
    }

    private String spring(int depth) {
        return switch (random.nextInt(depth == 0 ? 2 : 9)) {
            case 0, 1 -> "s" + random.nextInt(3);
            case 2 -> "new Spring(" + number(1) + ", " + number(1) + ")";
            case 3 -> spring(depth - 1) + ".copy()";
            case 4 -> spring(depth - 1) + ".swap()";
            case 5 -> "q" + random.nextInt(2) + ".spring()";
            case 6 -> "(" + number(1) + " > 0.1 ? " + spring(depth - 1) + " : " + spring(depth - 1) + ")";
            case 7 -> spring(depth - 1) + ".or(" + spring(depth - 1) + ")";
            default -> "Spring.of(" + number(1) + ", " + number(1) + ")";
        };
    }

    private String point(int depth) {
        return switch (random.nextInt(depth == 0 ? 2 : 7)) {
            case 0, 1 -> "p" + random.nextInt(3);
            case 2 -> "new Point(" + number(1) + ", " + number(1) + ")";
            case 3 -> point(depth - 1) + ".plus(" + point(depth - 1) + ")";
            case 4 -> point(depth - 1) + ".times(" + number(1) + ")";
            case 5 -> "Point.CONSTANT";
            default -> "(" + number(1) + " > 0 ? " + point(depth - 1) + " : " + point(depth - 1) + ")";
        };
    }

    private String pair() {
        return random.nextBoolean() ? "q" + random.nextInt(2) : "new Pair(" + spring(1) + ", " + point(1) + ")";
    }
}
