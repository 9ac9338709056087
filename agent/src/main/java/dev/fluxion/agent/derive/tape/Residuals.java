package dev.fluxion.agent.derive.tape;

import dev.fluxion.agent.derive.activity.Intrinsic;
import dev.fluxion.agent.derive.graph.Definitions;
import dev.fluxion.agent.derive.graph.Induction;
import dev.fluxion.agent.derive.graph.Region;
import dev.fluxion.agent.derive.graph.Regions;
import dev.fluxion.agent.derive.graph.Stack;
import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.operator.Arithmetic;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.operator.OpKind;
import dev.fluxion.agent.ir.value.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Decides, for every nonlinear value that the transposed program mentions, whether it is recomputed there or kept, and in
 * which region's record. A value is recomputed where that takes a few cheap operations on what is at hand anyway: constants,
 * arguments, induction variables, memory that nobody writes, other residuals.
 */
public final class Residuals {
    /**
     * A kept value.
     *
     * @param region whose record holds it
     * @param value the forward sweep's value
     * @param isCopy whether the value comes from a loop that has ended, and is recorded at the start of each block that uses
     *     it, else where it is defined. A loop ends once in an iteration of the region, so that it is the same value in all
     *     of these: the loop's exits share what they have to tell
     */
    public record Slot(Region region, Value value, boolean isCopy) {
        public Stack stack() {
            return Stack.of(value.type());
        }
    }

    private record Request(Value value, Block user) {}

    private record Copy(Value value, Block at) {}

    private static final int UNAVAILABLE = 1 << 20;
    private static final int FLOAT_BUDGET = 6;
    private static final int OTHER_BUDGET = 10;
    private static final int DISPLACEMENTS = 4;

    private final Regions regions;
    private final Definitions definitions;
    private final Induction induction;
    private final StableReads stable;
    private final Set<Value> direct;
    private final boolean rootIsFree;
    private final List<Request> requests = new ArrayList<>();
    private final Map<Value, Slot> slots = new LinkedHashMap<>();
    private final Map<Copy, Slot> copies = new LinkedHashMap<>();
    private final Map<Block, Set<Value>> atHand = new HashMap<>();
    private final Map<Region, List<Slot>> byRegion = new HashMap<>();
    private final Map<Block, List<Slot>> byStart = new HashMap<>();
    private final Map<Slot, Set<Block>> users = new HashMap<>();
    private final Map<Region, Set<Slot>> hoisted = new HashMap<>();
    private final Map<Value, Region> trips = new HashMap<>();

    /**
     * @param direct parameters that the transposed part has as its own
     * @param rootIsFree whether values outside loops cost nothing to keep, since both sweeps share a frame
     */
    Residuals(
            Regions regions,
            Definitions definitions,
            Induction induction,
            StableReads stable,
            Set<Value> direct,
            boolean rootIsFree) {
        this.regions = regions;
        this.definitions = definitions;
        this.induction = induction;
        this.stable = stable;
        this.direct = direct;
        this.rootIsFree = rootIsFree;
        for (Region loop : regions.loops()) {
            if (loop.trip() != null) {
                trips.put(loop.trip(), loop);
            }
        }
    }

    /** Announces that the transpose of {@code user} mentions the value. */
    void request(Value value, Block user) {
        requests.add(new Request(value, user));
    }

    /**
     * Decides all requests, each after those that it is made of, since what a user has at hand costs it nothing. Values that
     * cannot be recomputed whatever else is kept go first, so that others may build on them.
     */
    void decide() {
        requests.sort((a, b) -> Integer.compare(definitions.order(a.value()), definitions.order(b.value())));
        for (Request request : requests) {
            if (price(request.value(), request.user(), 1, new HashSet<>()) >= UNAVAILABLE) {
                resolve(request.value(), request.user());
            }
        }
        requests.forEach(request -> resolve(request.value(), request.user()));
        requests.forEach(request -> hoist(request.value(), request.user(), request.user()));
        all().forEach(slot ->
                byRegion.computeIfAbsent(slot.region(), r -> new ArrayList<>()).add(slot));
        copies.forEach((copy, slot) ->
                byStart.computeIfAbsent(copy.at(), b -> new ArrayList<>()).add(slot));
    }

    private void resolve(Value value, Block user) {
        decide(value, user);
        atHand.computeIfAbsent(user, block -> new HashSet<>()).add(value);
    }

    private void decide(Value value, Block user) {
        if (slot(value, user) != null || direct.contains(value)) {
            return;
        }
        if (isTapeDual(value)) {
            operands(value, user).forEach(operand -> resolve(operand, user));
            return;
        }
        int budget = value.type().isFloating() ? FLOAT_BUDGET : OTHER_BUDGET;
        boolean free = rootIsFree && home(value, user).isRoot() && !isConstant(value);
        if (!isDisplacement(value, user) && (free || price(value, user, 0, new HashSet<>()) > budget)) {
            keep(value, user);
        } else {
            operands(value, user).forEach(operand -> resolve(operand, user));
        }
    }

    /**
     * What lies a few constants apart from another value, such as a place in a record on the tape: that one is kept, once for
     * all that do.
     */
    private boolean isDisplacement(Value value, Block user) {
        Value base = value;
        for (int steps = 0; steps < DISPLACEMENTS; steps++) {
            Op op = definitions.op(base);
            boolean displaced = op != null
                    && (op.operator() == Arithmetic.IADD || op.operator() == Arithmetic.ISUB)
                    && op.operands().stream().anyMatch(this::isConstant);
            if (!displaced || steps > 0 && slot(base, user) != null) {
                return steps > 0;
            }
            base = op.operand(isConstant(op.operand(0)) ? 1 : 0);
        }
        return false;
    }

    private boolean isConstant(Value value) {
        return definitions.op(value) != null && definitions.op(value).kind() == OpKind.CONSTANT;
    }

    /** The region whose record would hold the value for the given user. */
    private Region home(Value value, Block user) {
        Region defined = regionOf(value);
        return defined.encloses(regions.of(user)) ? defined : regions.of(user);
    }

    private Region regionOf(Value value) {
        return regions.of(definitions.block(value));
    }

    private void keep(Value value, Block user) {
        Region defined = regionOf(value);
        Slot slot;
        if (defined.encloses(regions.of(user))) {
            slot = slots.computeIfAbsent(value, v -> new Slot(defined, v, false));
        } else {
            slot = copies.computeIfAbsent(new Copy(value, user), copy -> new Slot(regions.of(user), value, true));
        }
        users.computeIfAbsent(slot, s -> new LinkedHashSet<>()).add(user);
    }

    /**
     * The operations it takes to recompute the value at the user's transpose; at least {@link #UNAVAILABLE} if it cannot be.
     *
     * @param counted values whose operations count already
     */
    private int price(Value value, Block user, int depth, Set<Value> counted) {
        if (direct.contains(value) || isAtHand(value, user) || !counted.add(value)) {
            return 0;
        }
        if (slot(value, user) != null) {
            return depth == 0 || slot(value, user).region().isRoot() && rootIsFree ? 0 : 1;
        }
        if (depth > 12) {
            return UNAVAILABLE;
        }
        if (depth > 0 && rootIsFree && home(value, user).isRoot()) {
            return 0;
        }
        Region trip = trips.get(value);
        if (trip != null && trip.encloses(regions.of(user))) {
            return 1;
        }
        if (trip == null && induction.variable(value) == null && !isRecomputable(definitions.op(value))) {
            return UNAVAILABLE;
        }
        if (trip != null && induction.count(trip) == null
                || induction.variable(value) != null
                        && !induction.variable(value).loop().encloses(regions.of(user))) {
            return UNAVAILABLE;
        }
        int sum = isConstant(value) ? 0 : 1;
        for (Value operand : operands(value, user)) {
            sum = Math.min(UNAVAILABLE, sum + price(operand, user, Math.max(depth, 1) + 1, counted));
        }
        return sum;
    }

    private boolean isAtHand(Value value, Block user) {
        return atHand.getOrDefault(user, Set.of()).contains(value);
    }

    /** What recomputing the value reads. */
    private List<Value> operands(Value value, Block user) {
        Region trip = trips.get(value);
        if (trip != null) {
            Induction.Count count = induction.count(trip);
            return trip.encloses(regions.of(user)) || count == null
                    ? List.of()
                    : List.of(count.initial(), count.bound());
        }
        Induction.Variable variable = induction.variable(value);
        if (variable != null) {
            return List.of(variable.initial());
        }
        Op op = definitions.op(value);
        return op == null ? List.of() : op.operands();
    }

    /** A tape is asked for its buffer of tangents again, because the one that it had may have been too short. */
    private boolean isTapeDual(Value value) {
        Op op = definitions.op(value);
        return op != null && Intrinsic.of(op).isBuffer();
    }

    private boolean isRecomputable(Op op) {
        if (op == null) {
            return false;
        }
        return switch (op.kind()) {
            case ARITHMETIC -> isCheap((Arithmetic) op.operator());
            case CONSTANT -> !op.operator().mayThrow();
            case ARRAY_LENGTH, CHECK_CAST -> true;
            case ARRAY_LOAD, FIELD_GET -> stable.isStable(op);
            case ARRAY_STORE, NEW_ARRAY, NEW_OBJECT, FIELD_PUT, INVOKE, INVOKE_DYNAMIC, INVOKE_VARIANT -> false;
            case INSTANCE_OF, MONITOR, STRONG_SCALE, STRONG_RATIO, SHADOW_OPERATION, REFUSE -> false;
        };
    }

    private static boolean isCheap(Arithmetic arithmetic) {
        return switch (arithmetic) {
            case DDIV, FDIV, DREM, FREM, IDIV, IREM, LDIV, LREM -> false;
            default -> true;
        };
    }

    // A slot of an outer region that an inner loop reads is loaded once, where the reverse sweep enters the loop. But a
    // slot for references that this path never wrote may hold anything, and the cast would fail.
    private void hoist(Value value, Block user, Block reader) {
        Slot slot = slot(value, user);
        if (slot == null) {
            if (!direct.contains(value)) {
                operands(value, user).forEach(operand -> hoist(operand, user, reader));
            }
            return;
        }
        users.computeIfAbsent(slot, s -> new LinkedHashSet<>()).add(reader);
        if (slot.stack() == Stack.OBJECTS) {
            return;
        }
        for (Region loop = regions.of(reader); loop != slot.region(); loop = loop.parent()) {
            hoisted.computeIfAbsent(loop, l -> new LinkedHashSet<>()).add(slot);
        }
    }

    /** The slot that keeps the value for a user; null if the value is recomputed or direct. */
    public Slot slot(Value value, Block user) {
        Slot own = slots.get(value);
        return own != null && own.region().encloses(regions.of(user)) ? own : copies.get(new Copy(value, user));
    }

    /** The slot recorded where the value is defined, or null. */
    public Slot slotAtDefinition(Value value) {
        return slots.get(value);
    }

    /** Slots of values recorded at the start of a block. */
    public List<Slot> copiesAt(Block block) {
        return byStart.getOrDefault(block, List.of());
    }

    /** The slots that the reverse of a loop loads when it enters. */
    public Collection<Slot> hoistedInto(Region loop) {
        return hoisted.getOrDefault(loop, Set.of());
    }

    /** Every slot, in a fixed order. */
    Set<Slot> all() {
        Set<Slot> result = new LinkedHashSet<>(slots.values());
        result.addAll(copies.values());
        return result;
    }

    /** The slots of a region's record, in the same order. */
    public List<Slot> in(Region region) {
        return byRegion.getOrDefault(region, List.of());
    }

    /** Whether the transpose of the block itself reads the slot. */
    boolean isUsedBy(Slot slot, Block block) {
        return users.getOrDefault(slot, Set.of()).contains(block);
    }

    /** Whether the value is the iteration count of a loop. */
    public Region tripOf(Value value) {
        return trips.get(value);
    }

    public Induction induction() {
        return induction;
    }

    public Definitions definitions() {
        return definitions;
    }

    public boolean isDirect(Value value) {
        return direct.contains(value);
    }
}
