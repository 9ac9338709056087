package dev.fluxion.benchmarks.coldstart;

/** A program that uses no derivative and ends at once. */
final class Nothing {
    private Nothing() {}

    public static void main(String[] arguments) {}
}
