package dev.fluxion.rules;

/** Classes of libraries whose functions are called as those of {@link Math}, and computed otherwise. The rules are the same. */
final class MathLibraries {
    static final String COMMONS_MATH_3 = "org.apache.commons.math3.util.FastMath";
    static final String COMMONS_MATH_4 = "org.apache.commons.math4.core.jdkmath.AccurateMath";
    /** Calls either {@link Math} or that of commons-math 4, as a system property says. */
    static final String CHOSEN_OF_COMMONS_MATH_4 = "org.apache.commons.math4.core.jdkmath.JdkMath";

    static final String HIPPARCHUS = "org.hipparchus.util.FastMath";

    private MathLibraries() {}
}
