package dev.fluxion.agent.derive;

import java.util.List;

/** The golden functions with closed forms of their derivatives, callees before their callers. */
final class GoldenCases {
    static final List<GoldenCase> ALL = List.of(
            GoldenCase.of("straightLine", "[a,a|a]", GoldenCases::straightLine, at(0.7, 1.9)),
            GoldenCase.of("branchWithJoin", "[a,a|a]", GoldenCases::branchWithJoin, at(1.5, 0.4), at(0.4, 1.5)),
            GoldenCase.of("countedLoop", "[a!|a]", GoldenCases::countedLoop, at(vector()), at(new double[0]))
                    .with((v, arguments) -> scaled(2, v)),
            GoldenCase.of("whileLoop", "[a|a]", GoldenCases::whileLoop, at(13.0), at(0.5)),
            GoldenCase.of("nestedLoop", "[a!|a]", GoldenCases::nestedLoop, at(vector())),
            GoldenCase.of("breakUnderABound", "[a,-|a]", GoldenCases::breakUnderABound, at(1.5, 10.0), at(1.5, 1.0)),
            GoldenCase.of("swapInALoop", "[a,a,-|a]", GoldenCases::swapInALoop, at(1.3, 0.8, 4)),
            GoldenCase.of("workspace", "[a!|a]", GoldenCases::workspace, at(vector()))
                    .with(GoldenCases::workspaceSecondOrder),
            GoldenCase.of("callWithARule", "[a|a]", x -> vector(Math.cos(real(x[0])) * expOfSin(x)), at(0.6))
                    .with((v, x) ->
                            vector((Math.pow(Math.cos(real(x[0])), 2) - Math.sin(real(x[0]))) * expOfSin(x) * v[0])),
            GoldenCase.of("square", "[a|a]", x -> vector(2 * real(x[0])), at(1.7)),
            GoldenCase.of("power", "[a,-|a]", x -> powerDerivative(real(x[0]), (int) x[1]), at(1.7, 4), at(1.7, 0)),
            GoldenCase.of(
                            "callOfACallee",
                            "[a,-|a]",
                            x -> powerDerivative(real(x[0]), (int) x[1] + 2),
                            at(1.7, 4),
                            at(1.7, 0))
                    .with((v, x) -> scaled((int) x[1] + 2, scaled(v[0], powerDerivative(real(x[0]), (int) x[1] + 1)))),
            GoldenCase.of("twoExits", "[a,-|a]", GoldenCases::twoExits, at(vector(), 1.0), at(vector(), 100.0)),
            GoldenCase.of("conversions", "[a,a|a]", GoldenCases::conversions, at(1.5f, 3.2))
                    .narrow(),
            GoldenCase.of("rows", "[a!|a]", GoldenCases::rows, at((Object)
                    new double[][] {{0.5, 2}, {1.5, -0.7, 3}, {-1, 0.2, 0.9}})),
            GoldenCase.of("handlerReached", "[a,-|a]", GoldenCases::handlerReached, at(vector(), 4), at(vector(), 6)),
            GoldenCase.of("neighbours", "[a,-|a]", GoldenCases::neighbours, at(vector(), 2)));

    private GoldenCases() {}

    private static Object[] at(Object... arguments) {
        return arguments;
    }

    private static double[] vector() {
        return vector(0.5, 1.4, -0.8, 2.1);
    }

    private static double[] vector(double... numbers) {
        return numbers;
    }

    private static double real(Object argument) {
        return ((Number) argument).doubleValue();
    }

    private static double[] neighbours(Object... arguments) {
        double[] x = (double[]) arguments[0];
        double[] gradient = new double[x.length];
        for (int at : new int[] {2, 1}) {
            gradient[at - 1] += x[at] * x[at + 1];
            gradient[at] += x[at - 1] * x[at + 1];
            gradient[at + 1] += x[at - 1] * x[at];
        }
        return gradient;
    }

    private static double[] scaled(double factor, double[] x) {
        double[] result = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            result[i] = factor * x[i];
        }
        return result;
    }

    // x (y + 1) / (y (1 - 2 x))
    private static double[] straightLine(Object... arguments) {
        double x = real(arguments[0]);
        double y = real(arguments[1]);
        double r = 1 - 2 * x;
        return vector((y + 1) / (y * r * r), -x / (r * y * y));
    }

    private static double[] branchWithJoin(Object... arguments) {
        double x = real(arguments[0]);
        double y = real(arguments[1]);
        return x > y ? vector(2 * x * y, x * x) : vector(0, 6 * y);
    }

    private static double[] countedLoop(Object... arguments) {
        return scaled(2, (double[]) arguments[0]);
    }

    // a^n 2^(-n (n - 1) / 2), where n halvings bring a down to 1
    private static double[] whileLoop(Object... arguments) {
        double a = real(arguments[0]);
        int n = Math.max(0, (int) Math.ceil(Math.log(a) / Math.log(2)));
        return vector(n * Math.pow(a, n - 1) * Math.pow(2, -0.5 * n * (n - 1)));
    }

    private static double[] nestedLoop(Object... arguments) {
        double[] x = (double[]) arguments[0];
        double[] gradient = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < x.length; j++) {
                gradient[i] += i == j ? 0 : x[j];
            }
        }
        return gradient;
    }

    private static double[] breakUnderABound(Object... arguments) {
        double x = real(arguments[0]);
        int exponent = (int) Math.floor(Math.log(real(arguments[1])) / Math.log(x)) + 1;
        return powerDerivative(x, exponent);
    }

    private static double[] powerDerivative(double x, int n) {
        return vector(n * Math.pow(x, n - 1));
    }

    // Four steps make a^3 b^5.
    private static double[] swapInALoop(Object... arguments) {
        double a = real(arguments[0]);
        double b = real(arguments[1]);
        return vector(3 * Math.pow(a, 2) * Math.pow(b, 5), 5 * Math.pow(a, 3) * Math.pow(b, 4));
    }

    private static double[] workspace(Object... arguments) {
        double[] x = (double[]) arguments[0];
        double[] gradient = new double[x.length];
        for (int j = 0; j < x.length; j++) {
            gradient[j] = sumOfProductsWithout(x, j, j);
        }
        return gradient;
    }

    private static double[] workspaceSecondOrder(double[] direction, Object... arguments) {
        double[] x = (double[]) arguments[0];
        double[] product = new double[x.length];
        for (int j = 0; j < x.length; j++) {
            for (int k = 0; k < x.length; k++) {
                product[j] += j == k ? 0 : sumOfProductsWithout(x, j, k) * direction[k];
            }
        }
        return product;
    }

    /** Of the leading products that contain both elements, without these elements. */
    private static double sumOfProductsWithout(double[] x, int first, int second) {
        double sum = 0;
        for (int end = Math.max(first, second); end < x.length; end++) {
            double product = 1;
            for (int i = 0; i <= end; i++) {
                product *= i == first || i == second ? 1 : x[i];
            }
            sum += product;
        }
        return sum;
    }

    private static double expOfSin(Object... x) {
        return Math.exp(Math.sin(real(x[0])));
    }

    private static double[] twoExits(Object... arguments) {
        double[] x = (double[]) arguments[0];
        double[] gradient = new double[x.length];
        double sum = 0;
        for (int end = 0; end < x.length; end++) {
            sum += Math.pow(x[end], 3);
            if (sum > real(arguments[1])) {
                for (int i = 0; i <= end; i++) {
                    gradient[i] = 3 * x[i] * x[i] * x[end] + (i == end ? sum : 0);
                }
                return gradient;
            }
        }
        for (int i = 0; i < x.length; i++) {
            gradient[i] = -3 * x[i] * x[i];
        }
        return gradient;
    }

    private static double[] conversions(Object... arguments) {
        double x = real(arguments[0]);
        double y = real(arguments[1]);
        return vector(y * y * Math.floor(y), 2 * x * y * Math.floor(y));
    }

    private static double[] rows(Object... arguments) {
        double[][] a = (double[][]) arguments[0];
        int total = 0;
        for (double[] row : a) {
            total += row.length;
        }
        double[] gradient = new double[total];
        int start = 0;
        for (int i = 0; i < a.length; i++) {
            gradient[start + i] += a[i][0];
            gradient[start] += a[i][i];
            start += a[i].length;
        }
        return gradient;
    }

    // Each index beyond the end multiplies the sum by three.
    private static double[] handlerReached(Object... arguments) {
        double[] x = (double[]) arguments[0];
        return scaled(2 * Math.pow(3, (int) arguments[1] - x.length), x);
    }
}
