package dev.fluxion.agent.link;

/** What several applications with rules of their own see of one loader. */
final class SharedLibrary {
    private SharedLibrary() {}

    static double once(double x) {
        return x * x;
    }

    static double twice(double x) {
        return 2 * once(x);
    }

    /** Further down the same. */
    static final class Above {
        private Above() {}

        static double fourTimes(double x) {
            return 2 * twice(x);
        }
    }
}
