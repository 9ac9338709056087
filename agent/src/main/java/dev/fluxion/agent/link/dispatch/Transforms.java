package dev.fluxion.agent.link.dispatch;

import dev.fluxion.agent.ir.operator.Activity;
import dev.fluxion.agent.ir.operator.Variant;
import java.util.ArrayList;
import java.util.List;

/** Where a method's receiver stands among the parameters of its variants, and what stands there of several in its place. */
final class Transforms {
    private final List<Variant.Transform> mapped = new ArrayList<>();
    private final List<Boolean> references;
    /** The parameters before the receiver. */
    private int tapes;

    private boolean hasReferencesOnly;

    private Transforms(List<Boolean> references) {
        this.references = references;
    }

    /** Which parameter of a variant that is made by these the receiver is. */
    static int receiver(List<Variant.Transform> transforms) {
        return of(transforms, List.of()).tapes;
    }

    /** Whether a variant that is made by these takes none of the method's numbers. */
    static boolean takesReferencesOnly(List<Variant.Transform> transforms) {
        return of(transforms, List.of()).hasReferencesOnly;
    }

    /**
     * The same transforms for a function that takes inert values in the place of the receiver.
     *
     * @param references for each whether it is a reference
     */
    static List<Variant.Transform> withoutReceiver(List<Variant.Transform> transforms, List<Boolean> references) {
        return List.copyOf(of(transforms, references).mapped);
    }

    private static Transforms of(List<Variant.Transform> transforms, List<Boolean> references) {
        Transforms walk = new Transforms(references);
        transforms.forEach(walk::add);
        return walk;
    }

    private void add(Variant.Transform transform) {
        mapped.add(new Variant.Transform(transform.kind(), transform.lanes(), mapped(transform)));
        switch (transform.kind()) {
            case REPEATED, DECLARED -> {}
            case JVP, CHUNK, LANES, PARTIALS -> tapes = Math.max(tapes, 1);
            case FORWARD, FORWARD_SHARED, JOINT, LINEAR -> tapes++;
            case REVERSE -> {
                tapes++;
                hasReferencesOnly = true;
            }
            case OUTPUT, WITH_TAPE, WITHOUT_TAPE ->
                throw new IllegalArgumentException(transform + " is not called within a derivative");
        }
    }

    private Activity mapped(Variant.Transform transform) {
        Activity activity = transform.activity();
        boolean isRepeated = transform.kind() == Variant.Kind.REPEATED;
        List<Boolean> parameters = new ArrayList<>(activity.parameters());
        List<Boolean> constants = new ArrayList<>(activity.constants());
        parameters.remove(tapes);
        constants.remove(tapes);
        for (int i = references.size() - 1; i >= 0; i--) {
            if (references.get(i) || !hasReferencesOnly) {
                // What an object refers to is seen by others.
                parameters.add(tapes, isRepeated && references.get(i));
                constants.add(tapes, false);
            }
        }
        return new Activity(parameters, activity.results(), constants);
    }
}
