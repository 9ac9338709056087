package dev.fluxion.agent.derive.random;

import java.util.Arrays;

/** The methods of Math and StrictMath that programs call on numbers that may be active. */
enum MathFunction {
    SIN("sin", 1),
    COS("cos", 1),
    TAN("tan", 1),
    ASIN("asin", 1),
    ACOS("acos", 1),
    ATAN("atan", 1),
    SINH("sinh", 1),
    COSH("cosh", 1),
    TANH("tanh", 1),
    EXP("exp", 1),
    EXPM1("expm1", 1),
    LOG("log", 1),
    LOG10("log10", 1),
    LOG1P("log1p", 1),
    SQRT("sqrt", 1),
    CBRT("cbrt", 1),
    TO_RADIANS("toRadians", 1),
    TO_DEGREES("toDegrees", 1),
    POW("pow", 2),
    HYPOT("hypot", 2),
    ATAN2("atan2", 2),
    IEEE_REMAINDER("IEEEremainder", 2),
    FMA("fma", 3),
    ABS("abs", 1),
    MAX("max", 2),
    MIN("min", 2),
    COPY_SIGN("copySign", 2),
    SIGNUM("signum", 1),
    NEXT_UP("nextUp", 1),
    NEXT_AFTER("nextAfter", 2),
    /** The second argument is an int. */
    SCALB("scalb", 2),
    ULP("ulp", 1),
    FLOOR("floor", 1),
    CEIL("ceil", 1),
    RINT("rint", 1);

    private final String text;
    private final int arity;

    MathFunction(String text, int arity) {
        this.text = text;
        this.arity = arity;
    }

    int arity() {
        return arity;
    }

    @Override
    public String toString() {
        return text;
    }

    boolean hasFloatForm() {
        return switch (this) {
            case FMA, ABS, MAX, MIN, COPY_SIGN, SIGNUM, NEXT_UP, SCALB, ULP -> true;
            default -> false;
        };
    }

    double apply(boolean strict, double[] a) {
        return strict ? strict(a) : plain(a);
    }

    private double plain(double[] a) {
        return switch (this) {
            case SIN -> Math.sin(a[0]);
            case COS -> Math.cos(a[0]);
            case TAN -> Math.tan(a[0]);
            case ASIN -> Math.asin(a[0]);
            case ACOS -> Math.acos(a[0]);
            case ATAN -> Math.atan(a[0]);
            case SINH -> Math.sinh(a[0]);
            case COSH -> Math.cosh(a[0]);
            case TANH -> Math.tanh(a[0]);
            case EXP -> Math.exp(a[0]);
            case EXPM1 -> Math.expm1(a[0]);
            case LOG -> Math.log(a[0]);
            case LOG10 -> Math.log10(a[0]);
            case LOG1P -> Math.log1p(a[0]);
            case SQRT -> Math.sqrt(a[0]);
            case CBRT -> Math.cbrt(a[0]);
            case TO_RADIANS -> Math.toRadians(a[0]);
            case TO_DEGREES -> Math.toDegrees(a[0]);
            case POW -> Math.pow(a[0], a[1]);
            case HYPOT -> Math.hypot(a[0], a[1]);
            case ATAN2 -> Math.atan2(a[0], a[1]);
            case IEEE_REMAINDER -> Math.IEEEremainder(a[0], a[1]);
            case FMA -> Math.fma(a[0], a[1], a[2]);
            case ABS -> Math.abs(a[0]);
            case MAX -> Math.max(a[0], a[1]);
            case MIN -> Math.min(a[0], a[1]);
            case COPY_SIGN -> Math.copySign(a[0], a[1]);
            case SIGNUM -> Math.signum(a[0]);
            case NEXT_UP -> Math.nextUp(a[0]);
            case NEXT_AFTER -> Math.nextAfter(a[0], a[1]);
            case SCALB -> Math.scalb(a[0], (int) a[1]);
            case ULP -> Math.ulp(a[0]);
            case FLOOR -> Math.floor(a[0]);
            case CEIL -> Math.ceil(a[0]);
            case RINT -> Math.rint(a[0]);
        };
    }

    /** Where the two classes have one algorithm, {@link Math} has it. */
    private double strict(double[] a) {
        return switch (this) {
            case SIN -> StrictMath.sin(a[0]);
            case COS -> StrictMath.cos(a[0]);
            case TAN -> StrictMath.tan(a[0]);
            case ASIN -> StrictMath.asin(a[0]);
            case ACOS -> StrictMath.acos(a[0]);
            case ATAN -> StrictMath.atan(a[0]);
            case SINH -> StrictMath.sinh(a[0]);
            case COSH -> StrictMath.cosh(a[0]);
            case TANH -> StrictMath.tanh(a[0]);
            case EXP -> StrictMath.exp(a[0]);
            case EXPM1 -> StrictMath.expm1(a[0]);
            case LOG -> StrictMath.log(a[0]);
            case LOG10 -> StrictMath.log10(a[0]);
            case LOG1P -> StrictMath.log1p(a[0]);
            case CBRT -> StrictMath.cbrt(a[0]);
            case POW -> StrictMath.pow(a[0], a[1]);
            case HYPOT -> StrictMath.hypot(a[0], a[1]);
            case ATAN2 -> StrictMath.atan2(a[0], a[1]);
            case IEEE_REMAINDER -> StrictMath.IEEEremainder(a[0], a[1]);
            default -> plain(a);
        };
    }

    float applyToFloats(double[] a) {
        float[] f = new float[a.length];
        for (int i = 0; i < a.length; i++) {
            f[i] = (float) a[i];
        }
        return switch (this) {
            case FMA -> Math.fma(f[0], f[1], f[2]);
            case ABS -> Math.abs(f[0]);
            case MAX -> Math.max(f[0], f[1]);
            case MIN -> Math.min(f[0], f[1]);
            case COPY_SIGN -> Math.copySign(f[0], f[1]);
            case SIGNUM -> Math.signum(f[0]);
            case NEXT_UP -> Math.nextUp(f[0]);
            case SCALB -> Math.scalb(f[0], (int) f[1]);
            case ULP -> Math.ulp(f[0]);
            default -> throw new IllegalArgumentException(this + Arrays.toString(f));
        };
    }
}
