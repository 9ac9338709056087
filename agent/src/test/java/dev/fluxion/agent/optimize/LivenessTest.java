package dev.fluxion.agent.optimize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.Parser;
import dev.fluxion.agent.ir.graph.Flow;
import dev.fluxion.agent.ir.value.Value;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LivenessTest {
    private static final Function FUNCTION = Parser.parse("""
            function C.f -> [D]
            b0(a:[D, n:I, x:D, y:D):
              v5:D = dmul x, x
              jump b1(n)
            b1(i:I):
              branch GE i, n b2() else b3()
            b2():
              return x
            b3():
              v8:D = load DOUBLE a, i
              catch java/lang/RuntimeException b4()
              jump b1(i)
            b4(e:Ljava/lang/RuntimeException;):
              return y
            """);

    private static final List<Value> PARAMETERS = FUNCTION.parameters();
    private static final Liveness LIVE = Liveness.of(Flow.of(FUNCTION), Set.copyOf(PARAMETERS));

    private static Block block(int index) {
        return FUNCTION.blocks().get(index);
    }

    @Test
    void whatALoopReadsIsLiveAtItsStartAndWhatTheHandlerReadsToo() {
        assertEquals(Set.copyOf(PARAMETERS), LIVE.atStart(block(1)));
    }

    @Test
    void behindTheLoopOnlyWhatIsReturnedIsLive() {
        assertEquals(Set.of(PARAMETERS.get(2)), LIVE.atStart(block(2)));
        assertEquals(Set.of(PARAMETERS.get(3)), LIVE.atStart(block(4)));
    }

    @Test
    void parametersAreDefinedAtTheirBlockAndNotBeforeIt() {
        assertEquals(Set.of(), LIVE.atStart(block(0)));
    }

    @Test
    void whatAnEdgePassesIsLiveAfterTheLastOp() {
        assertEquals(Set.copyOf(PARAMETERS), LIVE.after(block(0), 0));
    }

    @Test
    void whatTheNextRoundReadsIsLiveInTheBodyOfALoop() {
        assertEquals(Set.copyOf(PARAMETERS), LIVE.atStart(block(3)));
        assertEquals(Set.copyOf(PARAMETERS), LIVE.after(block(3), 0));
    }

    @Test
    void whatAnOpReadsLastIsNotLiveAfterItNorItsResultBeforeIt() {
        Function function = Parser.parse("""
                function C.f -> [D]
                b0(x:D):
                  jump b1()
                b1():
                  v2:D = dneg x
                  v3:D = dmul v2, v2
                  return v3
                """);
        Block body = function.blocks().get(1);
        Value x = function.parameters().get(0);
        Value negative = body.ops().get(0).result();
        Value product = body.ops().get(1).result();
        Liveness liveness = Liveness.of(Flow.of(function), Set.of(x, negative, product));
        assertEquals(Set.of(x), liveness.atStart(body));
        assertTrue(liveness.after(body, 0).contains(negative));
        assertEquals(Set.of(product), liveness.after(body, 1));
    }

    @Test
    void whatOnlyAnEdgeReadsIsLiveBeforeIt() {
        Function function = Parser.parse("""
                function C.f -> [D]
                b0(x:D):
                  jump b1()
                b1():
                  jump b2(x)
                b2(y:D):
                  return y
                """);
        Set<Value> x = Set.copyOf(function.parameters());
        assertEquals(
                x, Liveness.of(Flow.of(function), x).atStart(function.blocks().get(1)));
    }
}
