package dev.fluxion.agent.link.companion;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A value for each class, which lives as long as the class, and can be emptied before. Dropping the whole would not do: a class forgets a
 * value that nobody can ask for any more only when it needs the room.
 */
public abstract class KnownClassValue<T> extends ClassValue<T> {
    private final List<WeakReference<T>> all = new ArrayList<>();

    public abstract T make(Class<?> type);

    @Override
    protected final T computeValue(Class<?> type) {
        T value = make(type);
        add(value);
        return value;
    }

    private synchronized void add(T value) {
        if (Integer.bitCount(all.size()) == 1) { // now and then
            all.removeIf(each -> each.refersTo(null));
        }
        all.add(new WeakReference<>(value));
    }

    public synchronized void forEach(Consumer<T> action) {
        for (WeakReference<T> each : all) {
            T value = each.get();
            if (value != null) {
                action.accept(value);
            }
        }
    }
}
