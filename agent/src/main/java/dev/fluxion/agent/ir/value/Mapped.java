package dev.fluxion.agent.ir.value;

import java.util.List;
import java.util.function.UnaryOperator;

/** Lists of which a pass changes little: what it leaves alone is not copied. */
public final class Mapped {
    private Mapped() {}

    /** What a map makes of each element; the very same list if it changes none. */
    @SuppressWarnings({"unchecked", "ReferenceEquality"}) // of elements of the list's type, which have identity
    public static <T> List<T> of(List<T> elements, UnaryOperator<T> map) {
        Object[] mapped = null;
        for (int i = 0; i < elements.size(); i++) {
            T before = elements.get(i);
            T after = map.apply(before);
            if (mapped == null && after != before) {
                mapped = elements.toArray();
            }
            if (mapped != null) {
                mapped[i] = after;
            }
        }
        return mapped == null ? elements : (List<T>) List.of(mapped);
    }
}
