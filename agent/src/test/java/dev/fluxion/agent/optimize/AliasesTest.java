package dev.fluxion.agent.optimize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.Parser;
import dev.fluxion.agent.ir.graph.Flow;
import dev.fluxion.agent.ir.graph.Verifier;
import java.util.List;
import org.junit.jupiter.api.Test;

class AliasesTest {
    private static boolean mayBeWritten(String text) {
        Function function = Parser.parse(text);
        Verifier.verify(function);
        Flow flow = Flow.of(function);
        List<ObjectWebs.Web> webs = ObjectWebs.of(flow, new PointClasses());
        assertEquals(1, webs.size());
        return Aliases.mayBeWritten(flow, webs.get(0));
    }

    @Test
    void anObjectOfOneNameMayBeWritten() {
        assertFalse(mayBeWritten("""
                function C.f -> [D]
                b0(x:D):
                  p:LP; = new P
                  putfield P.x:D p, x
                  v3:D = getfield P.x:D p
                  return v3
                """));
    }

    @Test
    void aJoinOfWhichOnlyTheNewNameIsUsedIsNoSecondName() {
        assertFalse(mayBeWritten("""
                function C.f -> [D]
                b0(x:D, n:I):
                  branch LT n, n b1() else b2()
                b1():
                  p:LP; = new P
                  putfield P.x:D p, x
                  jump b3(p)
                b2():
                  q:LP; = new P
                  jump b3(q)
                b3(r:LP;):
                  putfield P.y:D r, x
                  v5:D = getfield P.x:D r
                  return v5
                """));
    }

    @Test
    void anObjectThatIsReadByItsOldNameAfterAWriteByItsNewOneHasTwo() {
        assertTrue(mayBeWritten("""
                function C.f -> [D]
                b0(x:D, n:I):
                  p:LP; = new P
                  branch LT n, n b1(p) else b2()
                b2():
                  q:LP; = new P
                  jump b1(q)
                b1(r:LP;):
                  putfield P.x:D r, x
                  v5:D = getfield P.x:D p
                  return v5
                """));
    }

    @Test
    void anObjectThatIsReadByItsNewNameAfterAWriteByItsOldOneHasTwo() {
        assertTrue(mayBeWritten("""
                function C.f -> [D]
                b0(x:D, n:I):
                  p:LP; = new P
                  branch LT n, n b1(p) else b2()
                b2():
                  q:LP; = new P
                  jump b1(q)
                b1(r:LP;):
                  putfield P.x:D p, x
                  v5:D = getfield P.x:D r
                  return v5
                """));
    }

    @Test
    void aConstructionIsAWrite() {
        assertTrue(mayBeWritten("""
                function C.f -> [D]
                b0(x:D, n:I):
                  p:LP; = new P
                  branch LT n, n b1(p) else b2()
                b2():
                  q:LP; = new P
                  jump b1(q)
                b1(r:LP;):
                  invokespecial P.<init>(D)V p, x
                  v5:D = getfield P.x:D r
                  return v5
                """));
    }

    @Test
    void twoNamesThatAreOnlyReadDoNoHarm() {
        assertFalse(mayBeWritten("""
                function C.f -> [D]
                b0(x:D, n:I):
                  p:LP; = new P
                  putfield P.x:D p, x
                  branch LT n, n b1(p) else b2()
                b2():
                  q:LP; = new P
                  jump b1(q)
                b1(r:LP;):
                  v4:D = getfield P.x:D p
                  v5:D = getfield P.x:D r
                  v6:D = dadd v4, v5
                  return v6
                """));
    }

    @Test
    void anObjectThatEachTurnOfALoopMakesIsNotTheOneOfTheTurnBefore() {
        assertFalse(mayBeWritten("""
                function C.f -> [D]
                b0(x:D, n:I):
                  p:LP; = new P
                  jump b1(p)
                b1(r:LP;):
                  q:LP; = new P
                  putfield P.x:D q, x
                  v4:D = getfield P.x:D r
                  branch LT n, n b1(q) else b2(v4)
                b2(v5:D):
                  return v5
                """));
    }

    @Test
    void anObjectThatALoopKeepsFromTheTurnBeforeHasTwoNamesThere() {
        assertTrue(mayBeWritten("""
                function C.f -> [D]
                b0(x:D, n:I):
                  p:LP; = new P
                  jump b1(p)
                b1(r:LP;):
                  v4:D = getfield P.x:D r
                  putfield P.x:D p, x
                  branch LT n, n b1(r) else b2()
                b2():
                  return v4
                """));
    }
}
