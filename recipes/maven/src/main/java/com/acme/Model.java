package com.acme;

import dev.fluxion.Fluxion;
import dev.fluxion.GradientOf;
import java.util.Arrays;

public final class Model {
    private Model() {}

    public static double loss(double[] w) {
        return w[0] * w[0] * w[1];
    }

    @GradientOf("loss")
    public static double[] lossGradient(double[] w) {
        return Fluxion.derived();
    }

    public static void main(String[] arguments) {
        System.out.println(Arrays.toString(lossGradient(new double[] {3, 5})));
    }
}
