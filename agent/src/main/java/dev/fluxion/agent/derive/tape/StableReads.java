package dev.fluxion.agent.derive.tape;

import dev.fluxion.agent.derive.activity.ActivityAnalysis;
import dev.fluxion.agent.derive.activity.Callees;
import dev.fluxion.agent.derive.activity.Intrinsic;
import dev.fluxion.agent.derive.activity.MemoryClasses;
import dev.fluxion.agent.derive.activity.MemoryClasses.MemoryClass;
import dev.fluxion.agent.derive.activity.MemoryLabel;
import dev.fluxion.agent.derive.activity.RuleTable;
import dev.fluxion.agent.derive.graph.Linearized;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.operator.Activity;
import dev.fluxion.agent.ir.operator.FieldGet;
import dev.fluxion.agent.ir.operator.FieldReference;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.value.Value;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which loads read memory that nobody writes from function entry until the reverse sweep is done, so that reading again there
 * gives the same: arrays that the caller vouches for, arrays of the function's own that are written nowhere, and final fields.
 */
final class StableReads {
    private final MemoryClasses memory;
    private final boolean joint;
    private final Callees callees;

    private StableReads(MemoryClasses memory, boolean joint, Callees callees) {
        this.memory = memory;
        this.joint = joint;
        this.callees = callees;
    }

    /** Analyses a linearized function; {@code joint} if its reverse sweep runs before it returns. */
    static StableReads of(Linearized linearized, boolean joint, Callees callees, RuleTable rules) {
        Function function = linearized.function();
        List<Boolean> inert =
                function.parameters().stream().map(parameter -> false).toList();
        List<Boolean> inertResults =
                function.resultTypes().stream().map(type -> false).toList();
        Activity nothing = new Activity(inert, inertResults, linearized.constants());
        MemoryClasses memory =
                ActivityAnalysis.run(function, nothing, callees, rules).memory();
        return new StableReads(memory, joint, callees);
    }

    MemoryClasses memory() {
        return memory;
    }

    /** Whether repeating the load at any later time gives the same value. */
    boolean isStable(Op op) {
        return switch (op.kind()) {
            case ARRAY_LOAD -> memory.isStable(memory.of(op.operand(0)), joint);
            case FIELD_GET -> isStable(((FieldGet) op.operator()).field());
            case ARITHMETIC, CONSTANT, ARRAY_STORE, ARRAY_LENGTH, NEW_ARRAY, NEW_OBJECT, FIELD_PUT -> false;
            case INVOKE, INVOKE_DYNAMIC, INVOKE_VARIANT, CHECK_CAST, INSTANCE_OF, MONITOR, REFUSE -> false;
            case STRONG_SCALE, STRONG_RATIO, SHADOW_OPERATION -> false;
        };
    }

    // No derivative is taken of a constructor's code, so that a final field has been given its value once derived code
    // reads it.
    private boolean isStable(FieldReference field) {
        boolean isUnwritten = joint && !memory.isWritten(memory.external());
        return !Intrinsic.isOfTape(field) && (isUnwritten || callees.isFinal(field));
    }

    /** Whether an array, and all that it holds, stays as it is. */
    boolean isConstant(Value reference) {
        Set<MemoryClass> seen = new HashSet<>();
        int rank = reference.type().descriptor().lastIndexOf('[') + 1;
        MemoryClass walk = memory.of(reference);
        for (int depth = 0; depth < Math.max(rank, 1); depth++) {
            if (seen.add(walk) && !memory.isStable(walk, joint)) {
                return false;
            }
            walk = memory.at(walk, MemoryLabel.ELEMENT);
        }
        return reference.type().isArray();
    }
}
