package dev.fluxion.agent.derive.random;

import java.util.EnumMap;
import java.util.Map;

/** How much a program is to have of each feature. Programs differ in that, so that each feature also meets few others. */
final class Taste {
    enum Feature {
        FLOATS(0.3),
        MATRICES(0.45),
        CALLS(0.7),
        INSTANCE_METHODS(0.25),
        HANDLERS(0.35),
        SWITCHES(0.5),
        JUMPS(0.7),
        ASSIGNMENTS_IN_EXPRESSIONS(0.4),
        MATHS(0.8),
        COPIES(0.6),
        WHOLE_NUMBERS(0.6);

        private final double share;

        Feature(double share) {
            this.share = share;
        }
    }

    private final Map<Feature, Double> weights = new EnumMap<>(Feature.class);

    Taste(Draw draw) {
        for (Feature feature : Feature.values()) {
            boolean wanted = draw.chance(feature.share);
            weights.put(feature, wanted ? draw.uniform(0.5, 2) : 0);
        }
    }

    /** A weight for what has the feature, around 1 for programs that have it and else 0. */
    double of(Feature feature) {
        return weights.get(feature);
    }

    boolean has(Feature feature) {
        return of(feature) > 0;
    }
}
