package dev.fluxion.agent.write;

import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.Terminator;
import dev.fluxion.agent.ir.graph.Flow;
import dev.fluxion.agent.ir.value.Value;
import dev.fluxion.agent.write.layout.Chains;
import dev.fluxion.agent.write.layout.Initialization;
import dev.fluxion.agent.write.layout.Layout;
import dev.fluxion.agent.write.layout.LiveRanges;
import dev.fluxion.agent.write.layout.LoopNest;
import dev.fluxion.agent.write.layout.Schedule;
import dev.fluxion.agent.write.layout.Slots;
import java.util.List;
import org.objectweb.asm.MethodVisitor;

/** Writes one function: decides order, trees and slots, then goes through the blocks. */
final class FunctionWriter {
    private final Code code;
    private final Flow flow;
    private final List<Block> layout;
    private final Schedule schedule;
    private final LiveRanges live;
    private final Slots slots;
    private final Expressions expressions;
    private final Jumps jumps;
    private final ProtectedRegions regions;
    private final TerminatorWriter terminators;

    FunctionWriter(Function given, boolean isConstructor, SelfCall self) {
        code = new Code(self);
        Function function = Chains.joined(given);
        flow = Flow.of(function);
        LoopNest loops = new LoopNest(flow);
        layout = Layout.of(function, loops);
        Value underConstruction = isConstructor ? function.parameters().get(0) : null;
        schedule = new Schedule(layout);
        Initialization initialization = new Initialization(flow, underConstruction);
        live = new LiveRanges(function, layout, schedule, initialization);
        slots = new Slots(function, loops.innermostFirst(layout), live);
        Frames frames = new Frames(slots, underConstruction);
        jumps = new Jumps(layout, schedule, live, slots, frames, initialization, code);
        regions = new ProtectedRegions(layout, live, slots, frames, initialization, jumps, code);
        expressions = new Expressions(schedule, slots, frames, code, regions::protect);
        jumps.pushWith(expressions::push);
        terminators = new TerminatorWriter(function, schedule, jumps, expressions, regions, initialization, code);
    }

    void write() {
        List<Block> written = layout.stream()
                .filter(block -> !jumps.isForwarded(block) || regions.isHandler(block))
                .toList();
        Block previous = null;
        for (int i = 0; i < written.size(); i++) {
            Block block = written.get(i);
            Block next = i + 1 < written.size() ? written.get(i + 1) : null;
            regions.enter(block, previous != null && continues(previous, block), next);
            if (!jumps.isForwarded(block)) {
                write(block, next);
            }
            previous = block;
        }
        regions.close();
        jumps.declareFrames();
    }

    private void write(Block block, Block next) {
        jumps.mark(block);
        schedule.roots(block).forEach(expressions::statement);
        terminators.write(block, next);
    }

    /** Whether the second block is entered from the first and nowhere else. */
    private boolean continues(Block first, Block second) {
        return first.terminator() instanceof Terminator.Jump jump
                && jump.edge().target() == second
                && flow.incoming(second).size() == 1;
    }

    void replay(MethodVisitor visitor) {
        code.replay(visitor, slots.count());
    }
}
