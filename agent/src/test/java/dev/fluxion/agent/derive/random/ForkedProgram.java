package dev.fluxion.agent.derive.random;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A program as its user would write it, with stubs beside its entry and uses of the operators, which prints what they return. A line
 * has the program's name, the way the derivative was asked for, the mode, and the numbers or why there are none.
 */
record ForkedProgram(String name, Program program, Point point, Reference reference) {
    private static final String STUBS = "stubs";
    private static final String OPERATORS = "operators";
    static final List<String> WAYS = List.of(STUBS, OPERATORS);
    static final String REFUSED = "refused";
    static final String FAILED = "failed";

    /** The class that all programs print by. */
    static final String PRINTER = """
            import dev.fluxion.NotDifferentiableException;

            final class Printer {
                interface Evaluation {
                    double[] run();
                }

                static void print(String start, Evaluation evaluation) {
                    StringBuilder line = new StringBuilder(start);
                    try {
                        for (double number : evaluation.run()) {
                            line.append(' ').append(Double.toHexString(number));
                        }
                    } catch (NotDifferentiableException e) {
                        line.append(" REFUSED ").append(e.getMessage().replace('\\n', ' '));
                    } catch (RuntimeException | Error e) {
                        line.append(" FAILED ").append(e.toString().replace('\\n', ' '));
                    }
                    System.out.println(line);
                }

                static double[] both(double first, double... rest) {
                    double[] all = new double[rest.length + 1];
                    all[0] = first;
                    System.arraycopy(rest, 0, all, 1, rest.length);
                    return all;
                }
            }
            """.replace("REFUSED", REFUSED).replace("FAILED", FAILED);

    private static final String DERIVATIVES = """
                @JvpOf("ENTRY")
                static double tangent(double[] x, double[] xTangent) {
                    return Fluxion.derived();
                }

                @GradientOf(value = "ENTRY", mode = Mode.FORWARD)
                static double forwardGradient(double[] x, double[] gradient) {
                    return Fluxion.derived();
                }

                @GradientOf("ENTRY")
                static double gradient(double[] x, double[] gradient) {
                    return Fluxion.derived();
                }

                @HvpOf("ENTRY")
                static double product(double[] x, double[] xTangent, double[] product) {
                    return Fluxion.derived();
                }

                private static final double[] POINT = {NUMBERS};
                private static final double[] DIRECTION = {TANGENTS};

                static void byStubs() {
                    double[] out = new double[POINT.length];
                    Printer.print("NAME STUBS value", () -> Printer.both(ENTRY(POINT.clone())));
                    Printer.print("NAME STUBS jvp", () -> Printer.both(ENTRY(POINT.clone()), tangent(POINT.clone(), DIRECTION)));
                    Printer.print("NAME STUBS chunk", () -> Printer.both(forwardGradient(POINT.clone(), out), out));
                    Printer.print("NAME STUBS gradient", () -> Printer.both(gradient(POINT.clone(), out), out));
                    Printer.print("NAME STUBS gradient", () -> Printer.both(gradient(POINT.clone(), out), out));
                    Printer.print("NAME STUBS hvp", () -> Printer.both(product(POINT.clone(), DIRECTION, out), out));
                }

                static void byOperators() {
                    double[] out = new double[POINT.length];
                    double[] tangent = new double[1];
                    GradientFunction gradient = Fluxion.gradient(NAME::ENTRY, Mode.REVERSE);
                    GradientFunction forward = Fluxion.gradient(x -> ENTRY(x), Mode.FORWARD);
                    JvpFunction jvp = Fluxion.jvp(x -> new double[] {ENTRY(x)});
                    HvpFunction hvp = Fluxion.hvp(NAME::ENTRY);
                    Printer.print("NAME OPERATORS value", () -> Printer.both(ENTRY(POINT.clone())));
                    Printer.print("NAME OPERATORS jvp",
                            () -> Printer.both(jvp.valueAndJvp(POINT.clone(), DIRECTION, tangent)[0], tangent));
                    Printer.print("NAME OPERATORS chunk", () -> Printer.both(forward.valueAndGradient(POINT.clone(), out), out));
                    Printer.print("NAME OPERATORS gradient", () -> Printer.both(gradient.valueAndGradient(POINT.clone(), out), out));
                    Printer.print("NAME OPERATORS gradient", () -> Printer.both(gradient.valueAndGradient(POINT.clone(), out), out));
                    Printer.print("NAME OPERATORS hvp", () -> Printer.both(
                            hvp.valueGradientAndHvp(POINT.clone(), DIRECTION, new double[POINT.length], out), out));
                }
            """;

    static ForkedProgram of(long seed) {
        Program program = Generator.program(seed);
        Point point = Point.of(program);
        return new ForkedProgram("Program" + seed, program, point, Reference.of(program, point));
    }

    String source() {
        String plain = JavaText.of(program, name);
        String added = DERIVATIVES
                .replace("ENTRY", Program.ENTRY)
                .replace("NAME STUBS", name + " " + STUBS)
                .replace("NAME OPERATORS", name + " " + OPERATORS)
                .replace("NAME", name)
                .replace("NUMBERS", literals(point.x()))
                .replace("TANGENTS", literals(point.direction()));
        return "import dev.fluxion.*;\n\n" + plain.substring(0, plain.lastIndexOf('}')) + "\n" + added + "}\n";
    }

    private static String literals(double[] numbers) {
        return Arrays.stream(numbers).mapToObj(Double::toHexString).collect(Collectors.joining(", "));
    }

    /** Runs the programs. */
    static String main(List<ForkedProgram> programs) {
        String calls = programs.stream()
                .map(each -> each.name + ".byStubs();\n" + each.name + ".byOperators();\n")
                .collect(Collectors.joining());
        return "public class Main {\npublic static void main(String[] arguments) {\n" + calls + "}\n}\n";
    }
}
