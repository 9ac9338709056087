package dev.fluxion.agent.ir.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Comparison;
import dev.fluxion.agent.ir.Edge;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.Handler;
import dev.fluxion.agent.ir.Terminator;
import dev.fluxion.agent.ir.operator.Arithmetic;
import dev.fluxion.agent.ir.operator.Constant;
import dev.fluxion.agent.ir.value.Position;
import dev.fluxion.agent.ir.value.Type;
import dev.fluxion.agent.ir.value.Value;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimplifyParametersTest {
    private final Function function = new Function("test.Function", List.of(Type.INT));
    private final Block entry = function.addBlock();
    private final Value n = entry.addParameter(Type.INT, "n");

    private static void jump(Block from, Block to, Value... arguments) {
        from.terminate(new Terminator.Jump(new Edge(to, List.of(arguments))));
    }

    private void branch(Block from, Edge then, Edge otherwise) {
        from.terminate(new Terminator.Branch(Comparison.GT, n, n, then, otherwise));
    }

    private static void exit(Block block, Value result) {
        block.terminate(new Terminator.Return(List.of(result)));
    }

    private String simplified() {
        SimplifyParameters.run(function);
        Verifier.verify(function);
        String text = function.toString();
        return text.substring(text.indexOf('\n') + 1);
    }

    @Test
    void aParameterThatEveryEdgePassesTheSameForIsThatValue() {
        Block left = function.addBlock();
        Block right = function.addBlock();
        Block join = function.addBlock();
        Value same = join.addParameter(Type.INT, "same");
        branch(entry, new Edge(left), new Edge(right));
        jump(left, join, n);
        jump(right, join, n);
        exit(join, same);
        assertEquals("""
                b0(n:I):
                  branch GT n, n b1() else b2()
                b1():
                  jump b3()
                b2():
                  jump b3()
                b3():
                  return n
                """, simplified());
    }

    @Test
    void parametersOfNestedLoopsThatOnlyPassEachOtherGo() {
        Block outer = function.addBlock();
        Block inner = function.addBlock();
        Block done = function.addBlock();
        Value atOuter = outer.addParameter(Type.INT, "atOuter");
        Value atInner = inner.addParameter(Type.INT, "atInner");
        jump(entry, outer, n);
        jump(outer, inner, atOuter);
        Block latch = function.addBlock();
        branch(inner, new Edge(inner, List.of(atInner)), new Edge(latch));
        branch(latch, new Edge(outer, List.of(atInner)), new Edge(done));
        exit(done, atOuter);
        assertEquals("""
                b0(n:I):
                  jump b1()
                b1():
                  jump b2()
                b2():
                  branch GT n, n b2() else b4()
                b3():
                  return n
                b4():
                  branch GT n, n b1() else b3()
                """, simplified());
    }

    @Test
    void parametersInsideALoopMayEqualTheLoopsOwn() {
        Block outer = function.addBlock();
        Block inner = function.addBlock();
        Block latch = function.addBlock();
        Value counter = outer.addParameter(Type.INT, "counter");
        Value copy = inner.addParameter(Type.INT, "copy");
        jump(entry, outer, n);
        jump(outer, inner, counter);
        branch(inner, new Edge(inner, List.of(copy)), new Edge(latch));
        Value next = latch.append(Arithmetic.INEG, Type.INT, Position.UNKNOWN, copy);
        jump(latch, outer, next);
        assertEquals("""
                b0(n:I):
                  jump b1(n)
                b1(counter:I):
                  jump b2()
                b2():
                  branch GT n, n b2() else b3()
                b3():
                  v2:I = ineg counter
                  jump b1(v2)
                """, simplified());
    }

    @Test
    void parametersThatTradePlacesStay() {
        Block loop = function.addBlock();
        Block done = function.addBlock();
        Value first = loop.addParameter(Type.INT, "first");
        Value second = loop.addParameter(Type.INT, "second");
        Value zero = entry.append(Constant.of(0), Type.INT, Position.UNKNOWN);
        jump(entry, loop, n, zero);
        branch(loop, new Edge(loop, List.of(second, first)), new Edge(done));
        exit(done, first);
        assertEquals("""
                b0(n:I):
                  v1:I = const 0
                  jump b1(n, v1)
                b1(first:I, second:I):
                  branch GT n, n b1(second, first) else b2()
                b2():
                  return first
                """, simplified());
    }

    @Test
    void parametersThatNothingReadsGo() {
        Block loop = function.addBlock();
        Block done = function.addBlock();
        Value unread = loop.addParameter(Type.INT, "unread");
        jump(entry, loop, n);
        Value next = loop.append(Arithmetic.INEG, Type.INT, Position.UNKNOWN, n);
        branch(loop, new Edge(loop, List.of(next)), new Edge(done));
        exit(done, n);
        assertEquals(1, loop.parameters().size());
        SimplifyParameters.run(function);
        assertEquals(List.of(), loop.parameters(), unread::toString);
    }

    @Test
    void equalConstantsAtTwoPlacesAreTwoValues() {
        Block left = function.addBlock();
        Block right = function.addBlock();
        Block join = function.addBlock();
        Value either = join.addParameter(Type.INT, "either");
        branch(entry, new Edge(left), new Edge(right));
        jump(left, join, left.append(Constant.of(1), Type.INT, Position.UNKNOWN));
        jump(right, join, right.append(Constant.of(1), Type.INT, Position.UNKNOWN));
        exit(join, either);
        SimplifyParameters.run(function);
        assertEquals(List.of(either), join.parameters());
    }

    @Test
    void theExceptionOfAHandlerStays() {
        Block handler = function.addBlock();
        Block done = function.addBlock();
        Value exception = handler.addParameter(Type.ofInternalName("java/lang/Throwable"), "exception");
        handler.addParameter(Type.INT, "same");
        entry.append(Arithmetic.IDIV, Type.INT, Position.UNKNOWN, n, n);
        entry.handlers().add(new Handler(null, new Edge(handler, List.of(n))));
        jump(entry, done);
        exit(done, n);
        exit(handler, handler.parameters().get(1));
        SimplifyParameters.run(function);
        assertEquals(List.of(exception), handler.parameters());
    }

    @Test
    void blocksThatCannotBeReachedAreDropped() {
        Block unreachable = function.addBlock();
        exit(entry, n);
        jump(unreachable, unreachable);
        SimplifyParameters.run(function);
        assertEquals(List.of(entry), function.blocks());
    }
}
