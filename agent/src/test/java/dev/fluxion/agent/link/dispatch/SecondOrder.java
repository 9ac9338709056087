package dev.fluxion.agent.link.dispatch;

/** The value, the gradient and the Hessian of a function of two numbers, by the chain rule written out: a reference. */
record SecondOrder(double value, double byX, double byY, double byXx, double byXy, double byYy) {
    static SecondOrder x(double value) {
        return new SecondOrder(value, 1, 0, 0, 0, 0);
    }

    static SecondOrder y(double value) {
        return new SecondOrder(value, 0, 1, 0, 0, 0);
    }

    SecondOrder plus(SecondOrder b) {
        return new SecondOrder(value + b.value, byX + b.byX, byY + b.byY, byXx + b.byXx, byXy + b.byXy, byYy + b.byYy);
    }

    SecondOrder plus(double b) {
        return new SecondOrder(value + b, byX, byY, byXx, byXy, byYy);
    }

    SecondOrder times(double b) {
        return new SecondOrder(value * b, byX * b, byY * b, byXx * b, byXy * b, byYy * b);
    }

    SecondOrder times(SecondOrder b) {
        return new SecondOrder(
                value * b.value,
                byX * b.value + value * b.byX,
                byY * b.value + value * b.byY,
                byXx * b.value + 2 * byX * b.byX + value * b.byXx,
                byXy * b.value + byX * b.byY + byY * b.byX + value * b.byXy,
                byYy * b.value + 2 * byY * b.byY + value * b.byYy);
    }

    SecondOrder sin() {
        return chain(Math.sin(value), Math.cos(value), -Math.sin(value));
    }

    SecondOrder exp() {
        return chain(Math.exp(value), Math.exp(value), Math.exp(value));
    }

    private SecondOrder chain(double of, double first, double second) {
        return new SecondOrder(
                of,
                first * byX,
                first * byY,
                second * byX * byX + first * byXx,
                second * byX * byY + first * byXy,
                second * byY * byY + first * byYy);
    }
}
