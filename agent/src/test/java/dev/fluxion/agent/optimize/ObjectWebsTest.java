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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectWebsTest {
    private static List<ObjectWebs.Web> webs(String text) {
        Function function = Parser.parse(text);
        Verifier.verify(function);
        return ObjectWebs.of(Flow.of(function), new PointClasses());
    }

    /** Of a function that makes a point and then does something. */
    private static List<ObjectWebs.Web> websWith(String op) {
        return webs("""
                function C.f -> [D]
                b0(x:D, n:I, l:[LP;, o:LP;):
                  p:LP; = new P
                  invokespecial P.<init>(D)V p, x
                  %s
                  return x
                """.formatted(op));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "v9:D = getfield P.x:D p",
                "putfield P.y:D p, x",
                "v9:LP; = checkcast LP; p",
                "v9:I = instanceof LQ; p",
                "v9:Ljava/lang/Object; = invokestatic"
                        + " java/util/Objects.requireNonNull(Ljava/lang/Object;)Ljava/lang/Object; p",
                "v9:Ljava/lang/Class; = invokevirtual java/lang/Object.getClass()Ljava/lang/Class; p"
            })
    void whoseFieldsAloneAreReadAndWrittenIsSeenByNobody(String op) {
        List<ObjectWebs.Web> webs = websWith(op);
        assertEquals(1, webs.size());
        assertEquals("P", webs.get(0).className());
        assertTrue(webs.get(0).isUsed());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "invokestatic C.see(LP;)V p",
                "v9:D = invokevirtual P.norm()D p",
                "putfield P.next:LP; o, p",
                "putfield P.next:LP; p, p",
                "putstatic C.last:LP; p",
                "store REFERENCE l, n, p",
                "monitorenter p",
                "v9:D = getfield P.unknown:D p",
                "putfield P.unknown:D p, x",
                "v9:LQ; = checkcast LQ; p",
                "v9:LI; = checkcast LI; p",
                "v9:I = instanceof LI; p",
                "invokespecial P.<init>(DD)V p, x, x",
                "v9:I = invokevirtual java/lang/Object.hashCode()I p"
            })
    void whatAnotherMaySeeOrNobodyKnowsEnoughOfIsLeft(String op) {
        assertEquals(List.of(), websWith(op));
    }

    @Test
    void theClassOfAnObjectThatIsReadIsSeen() {
        assertEquals(List.of(), websWith("""
                v9:Ljava/lang/Class; = invokevirtual java/lang/Object.getClass()Ljava/lang/Class; p
                  invokestatic C.see(Ljava/lang/Class;)V v9"""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"return p", "throw p"})
    void whatLeavesTheFunctionIsSeen(String end) {
        assertEquals(List.of(), webs("""
                function C.f -> [LP;]
                b0():
                  p:LP; = new P
                  %s
                """.formatted(end)));
    }

    @Test
    void objectsThatAreJoinedAreOneWeb() {
        List<ObjectWebs.Web> webs = webs("""
                function C.f -> [D]
                b0(n:I):
                  branch LT n, n b1() else b2()
                b1():
                  p:LP; = new P
                  jump b3(p)
                b2():
                  q:LP; = new P
                  jump b3(q)
                b3(r:LP;):
                  v4:D = getfield P.x:D r
                  return v4
                """);
        assertEquals(1, webs.size());
        assertEquals(3, webs.get(0).values().size());
    }

    @Test
    void whatIsJoinedWithAnObjectOfAnotherClassOrANullOrAParameterIsLeft() {
        for (String other : List.of("q:LP; = new Q", "q:LP; = const null", "q:LP; = checkcast LP; o")) {
            assertEquals(List.of(), webs("""
                    function C.f -> [D]
                    b0(n:I, o:LP;):
                      branch LT n, n b1() else b2()
                    b1():
                      p:LP; = new P
                      jump b3(p)
                    b2():
                      %s
                      jump b3(q)
                    b3(r:LP;):
                      v4:D = getfield P.x:D r
                      return v4
                    """.formatted(other)), other);
        }
    }

    @Test
    void whatIsJoinedWithOneThatLeavesLeavesToo() {
        assertEquals(List.of(), webs("""
                function C.f -> [D]
                b0(n:I, x:D):
                  p:LP; = new P
                  jump b1(p)
                b1(r:LP;):
                  branch LT n, n b2() else b3()
                b2():
                  invokestatic C.see(LP;)V r
                  return x
                b3():
                  v5:D = getfield P.x:D p
                  return v5
                """));
    }

    @Test
    void anObjectMayBeAskedWhetherItIsNullButNotWhetherItIsAnother() {
        String text = """
                function C.f -> [D]
                b0(x:D, o:LP;):
                  p:LP; = new P
                  q:LP; = %s
                  branch SAME p, q b1() else b2()
                b1():
                  return x
                b2():
                  v5:D = getfield P.x:D p
                  return v5
                """;
        assertEquals(1, webs(text.formatted("const null")).size());
        assertEquals(List.of(), webs(text.formatted("new P")));
    }

    @Test
    void whatAHandlerReadsIsLeft() {
        assertEquals(List.of(), webs("""
                function C.f -> [D]
                b0(a:[D, n:I):
                  p:LP; = new P
                  jump b1()
                b1():
                  v4:D = load DOUBLE a, n
                  catch java/lang/RuntimeException b2()
                  jump b3()
                b2(e:Ljava/lang/RuntimeException;):
                  v6:D = getfield P.x:D p
                  return v6
                b3():
                  return v4
                """));
    }

    @Test
    void whatAHandlerIsPassedIsLeft() {
        assertEquals(List.of(), webs("""
                function C.f -> [D]
                b0(a:[D, n:I):
                  p:LP; = new P
                  jump b1()
                b1():
                  v4:D = load DOUBLE a, n
                  catch java/lang/RuntimeException b2(p)
                  jump b3()
                b2(e:Ljava/lang/RuntimeException;, r:LP;):
                  v6:D = getfield P.x:D r
                  return v6
                b3():
                  return v4
                """));
    }

    @Test
    void aConstructionInAProtectedBlockIsLeft() {
        assertEquals(List.of(), webs("""
                function C.f -> [D]
                b0(x:D):
                  p:LP; = new P
                  jump b1()
                b1():
                  invokespecial P.<init>(D)V p, x
                  catch java/lang/RuntimeException b2()
                  jump b3()
                b2(e:Ljava/lang/RuntimeException;):
                  return x
                b3():
                  v6:D = getfield P.x:D p
                  return v6
                """));
    }

    @Test
    void whatNothingHappensToIsNotUsed() {
        List<ObjectWebs.Web> webs = webs("""
                function C.f -> [D]
                b0(x:D):
                  p:LP; = new P
                  return x
                """);
        assertEquals(1, webs.size());
        assertFalse(webs.get(0).isUsed());
    }

    @Test
    void anObjectOfAConstantMayStandForOneThatIsMade() {
        String text = """
                function C.f -> [D]
                b0(n:I):
                  branch LT n, n b1() else b2()
                b1():
                  p:LQ; = new %s
                  jump b3(p)
                b2():
                  q:LQ; = getstatic C.%s:LQ;
                  jump b3(q)
                b3(r:LQ;):
                  v4:D = getfield Q.x:D r
                  return v4
                """;
        assertEquals(1, webs(text.formatted("Q", "ORIGIN")).size());
        assertEquals(List.of(), webs(text.formatted("Q", "other")));
        assertEquals(List.of(), webs(text.formatted("P", "ORIGIN")));
    }
}
