package dev.fluxion.agent.link.companion;

import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.operator.InvokeDynamic;
import dev.fluxion.agent.ir.operator.InvokeVariant;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.operator.Variant;
import dev.fluxion.agent.link.classfile.MemberAccess;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.ref.WeakReference;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;

/**
 * The companions that were defined, and what each was written to call. The bootstrap of such calls is public, as all that generated
 * code names has to be, and variants are methods of any class: it serves nobody else, and no companion with anything else.
 */
public final class Companions {
    /**
     * What a companion may ask for.
     *
     * @param self what it is, null if nobody knows
     * @param generation where it was added
     */
    private record Calls(
            WeakReference<Class<?>> host,
            Variant self,
            Set<Variant> variants,
            Set<List<Object>> reads,
            Companions generation) {}

    /** Of all generations. */
    private final Map<Class<?>, Calls> known;

    public Companions() {
        this(Collections.synchronizedMap(new WeakHashMap<>()));
    }

    private Companions(Map<Class<?>, Calls> known) {
        this.known = known;
    }

    /** Those of the next generation, which gets to know what earlier ones defined. */
    public Companions ofNext() {
        return new Companions(known);
    }

    /** Has to be told before the companion's code first runs. */
    void add(Class<?> companion, Class<?> host, Variant self, Function function) {
        Set<Variant> variants = new HashSet<>();
        Set<List<Object>> reads = new HashSet<>();
        for (Block block : function.blocks()) {
            for (Op op : block.ops()) {
                if (op.operator() instanceof InvokeVariant call) {
                    variants.add(call.variant());
                } else if (op.operator() instanceof InvokeDynamic call && MemberAccess.isMade(call)) {
                    reads.add(call.bootstrapArguments());
                }
            }
        }
        known.put(companion, new Calls(new WeakReference<>(host), self, variants, reads, this));
    }

    /**
     * The class whose companion reads a field through a handle.
     *
     * @param arguments those of the dynamic call that does so
     * @throws IllegalAccessException if the lookup is not that of a companion with such a call
     */
    Class<?> reader(Lookup caller, List<Object> arguments) throws IllegalAccessException {
        Calls calls = caller.hasFullPrivilegeAccess() ? known.get(caller.lookupClass()) : null;
        if (calls == null || !calls.reads().contains(arguments)) {
            throw new IllegalAccessException(caller + " does not read " + arguments);
        }
        return calls.host().get();
    }

    /**
     * The class whose companion calls a variant.
     *
     * @throws IllegalAccessException if the lookup is not that of a companion with such a call
     */
    Class<?> host(Lookup caller, Variant variant) throws IllegalAccessException {
        Calls calls = caller.hasFullPrivilegeAccess() ? known.get(caller.lookupClass()) : null;
        if (calls == null || !calls.variants().contains(variant)) {
            throw new IllegalAccessException(caller + " has no call of " + variant);
        }
        return calls.host().get();
    }

    /** The class that a companion that is known belongs to. */
    Class<?> host(Class<?> companion) {
        return known.get(companion).host().get();
    }

    /** What a companion that is known is, null if nobody knows. */
    Variant self(Class<?> companion) {
        return known.get(companion).self();
    }

    /** Whether a companion that is known was added here, not by another generation. */
    @SuppressWarnings("ReferenceEquality") // generations have identity
    boolean isOwn(Class<?> companion) {
        return known.get(companion).generation() == this;
    }
}
