package dev.fluxion.agent.derive.random;

/** Where a program is differentiated, and along which direction; both follow from the seed. */
record Point(double[] x, double[] direction) {
    static Point of(Program program) {
        Draw draw = new Draw(~program.seed());
        double[] x = new double[program.inputs()];
        double[] direction = new double[program.inputs()];
        for (int i = 0; i < x.length; i++) {
            x[i] = draw.uniform(-2, 2);
            direction[i] = draw.uniform(-1, 1);
        }
        return new Point(x, direction);
    }
}
