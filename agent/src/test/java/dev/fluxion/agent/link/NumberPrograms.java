package dev.fluxion.agent.link;

/** Functions of three numbers in which no array is active. */
final class NumberPrograms {
    private NumberPrograms() {}

    static double straight(double x, double y, double z) {
        double a = x * y + Math.sin(z);
        double b = a * a - Math.exp(x) / (1 + y * y);
        return Math.log(3 + b * b) * z - a;
    }

    static double recurrence(double x, double y, double z) {
        double s = z;
        for (int i = 0; i < 40; i++) {
            s = y * s * (1 - s) + 0.01 * x;
        }
        return s;
    }

    static double twoStates(double x, double y, double z) {
        double p = x;
        double q = y;
        for (int i = 0; i < 20; i++) {
            double previous = p;
            p = q;
            q = 0.5 * previous + z * Math.cos(q);
        }
        return p * q;
    }

    static double branches(double x, double y, double z) {
        double s = x;
        for (int i = 0; i < 30; i++) {
            if (s > y) {
                s = s * 0.7 - z;
            } else if (i % 3 == 0) {
                s += x * z;
            } else {
                s = Math.abs(s) + 0.1 * y;
            }
        }
        return s;
    }

    static double switched(double x, double y, double z) {
        double s = 0;
        for (int i = 0; i < 12; i++) {
            switch (i % 4) {
                case 0 -> s += x * y;
                case 1 -> s *= 1 + 0.1 * z;
                case 3 -> s -= Math.sqrt(1 + x * x);
                default -> s = Math.max(s, z);
            }
        }
        return s;
    }

    static double untilItConverges(double x, double y, double z) {
        double root = 1;
        while (Math.abs(root * root - (2 + x)) > 1e-13) {
            root = 0.5 * (root + (2 + x) / root);
        }
        return root * y + z;
    }

    static double nested(double x, double y, double z) {
        double sum = 0;
        for (int i = 1; i < 5; i++) {
            double product = 1;
            for (int j = 0; j < i; j++) {
                product *= x + 0.1 * j * y;
            }
            sum += product * z;
        }
        return sum;
    }

    static double calls(double x, double y, double z) {
        return Elsewhere.norm(x, y * z) + Elsewhere.power(1 + x * x, 3) * Elsewhere.second(x, y, z);
    }

    static double recursive(double x, double y, double z) {
        return Elsewhere.fraction(x, y, 12) * z;
    }

    static double caught(double x, double y, double z) {
        double s = 1;
        for (int i = 0; i < 8; i++) {
            double before = s * y;
            try {
                s = Elsewhere.guarded(s + x, i) * z;
            } catch (IllegalStateException odd) {
                s = before + 0.5 * s;
            } finally {
                s += 0.01 * x;
            }
        }
        return s;
    }

    static double singlePrecision(double x, double y, double z) {
        float s = (float) x;
        for (int i = 0; i < 5; i++) {
            s = s * (float) y + 0.25f;
        }
        return s * z;
    }

    static double throughInertArrays(double x, double y, double z) {
        double[] weights = {0.5, 0.25, 2};
        double s = z;
        for (double weight : weights) {
            s = s * x + weight * y;
        }
        return s;
    }

    static double partlyInert(double x, double y, double z) {
        return Math.floor(x * 3) + y;
    }

    static double manyTerms(double x, double y, double z) {
        double a = x + y;
        double b = y + z;
        double c = z + x;
        double s = 0;
        for (int i = 0; i < 3; i++) {
            double d = a * b + c;
            a = d * x - b;
            b = Math.sin(c) * y + a;
            c = d - a * b;
            s += a * 0.1 + b * 0.2 + c * 0.3 + d;
        }
        return Math.tanh(s);
    }

    /** Callees, which are of another class so that they are not inlined. */
    static final class Elsewhere {
        private Elsewhere() {}

        static double norm(double a, double b) {
            return Math.sqrt(a * a + b * b);
        }

        static double power(double a, int n) {
            double p = 1;
            for (int i = 0; i < n; i++) {
                p *= a;
            }
            return p;
        }

        static double second(double a, double b, double c) {
            return b + Math.rint(a);
        }

        static double fraction(double a, double b, int depth) {
            return depth == 0 ? 1 : a + b / (1.5 + fraction(b, a, depth - 1));
        }

        static double guarded(double a, int i) {
            if (i % 3 == 2) {
                throw new IllegalStateException("odd");
            }
            return Math.cos(a);
        }
    }
}
