package dev.fluxion.agent.optimize;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
}
