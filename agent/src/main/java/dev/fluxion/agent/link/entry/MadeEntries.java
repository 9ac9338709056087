package dev.fluxion.agent.link.entry;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The entries made so far for methods given as objects, so that a method, or a lambda of the same class, is linked once however often
 * it is asked for. An entry belongs to the class that declares its method and lives as long as that does; it must not refer to
 * classes that this one cannot see. It follows the code of classes that are redefined by itself. What cannot be made is tried again.
 */
final class MadeEntries {
    /**
     * What is asked for.
     *
     * @param asked the operator's name, with what the caller chose
     * @param output index of the argument that the result is written to; -1 if it is returned
     */
    private record Question(String asked, Method method, int output) {}

    /** How an entry is made. */
    interface Maker {
        MethodHandle make() throws Throwable;
    }

    private final ClassValue<Map<Question, MethodHandle>> entries = new ClassValue<>() {
        @Override
        protected Map<Question, MethodHandle> computeValue(Class<?> owner) {
            return new ConcurrentHashMap<>();
        }
    };

    MethodHandle get(String asked, Method method, int output, Maker maker) throws Throwable {
        Map<Question, MethodHandle> ofOwner = entries.get(method.getDeclaringClass());
        Question question = new Question(asked, method, output);
        MethodHandle known = ofOwner.get(question);
        if (known == null) {
            known = maker.make();
            ofOwner.put(question, known);
        }
        return known;
    }
}
