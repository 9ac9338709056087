package dev.fluxion.agent.optimize;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeadCodeTest {
    @Test
    void anUnusedSumGoes() {
        IrText.assertMakes("""
                function C.f -> [D]
                b0(x:D):
                  return x
                """, DeadCode::run, """
                function C.f -> [D]
                b0(x:D):
                  v1:D = dadd x, x
                  v2:D = invokestatic java/lang/Math.sin(D)D v1
                  return x
                """);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "v3:I = idiv n, n",
                "v3:D = load DOUBLE a, n",
                "v3:[D = newarray [D n",
                "v3:I = length a",
                "v3:I = invokestatic java/lang/Math.floorDiv(II)I n, n",
                "v3:D = invokestatic C.own(I)D n",
                "v3:D = invokestatic java/lang/Math.random()D",
                "store DOUBLE a, n, x"
            })
    void whatMayThrowOrChangesSomethingStays(String op) {
        IrText.assertLeaves("""
                function C.f -> [D]
                b0(a:[D, n:I, x:D):
                  %s
                  return x
                """.formatted(op), DeadCode::run);
    }

    @Test
    void parametersThatOnlyFeedEachOtherGo() {
        IrText.assertMakes("""
                function C.f -> [I]
                b0(n:I, x:D):
                  v3:I = const 0
                  jump b1(v3)
                b1(i:I):
                  branch GE i, n b2() else b3()
                b2():
                  return i
                b3():
                  v7:I = const 1
                  v8:I = iadd i, v7
                  jump b1(v8)
                """, DeadCode::run, """
                function C.f -> [I]
                b0(n:I, x:D):
                  v3:I = const 0
                  jump b1(v3, x)
                b1(i:I, s:D):
                  branch GE i, n b2() else b3()
                b2():
                  return i
                b3():
                  v7:I = const 1
                  v8:I = iadd i, v7
                  v9:D = dadd s, s
                  jump b1(v8, v9)
                """);
    }

    @Test
    void whatAHandlerReadsIsNeeded() {
        IrText.assertLeaves("""
                function C.f -> [D]
                b0(a:[D, n:I, x:D):
                  v4:D = dmul x, x
                  jump b1()
                b1():
                  v5:D = load DOUBLE a, n
                  catch java/lang/RuntimeException b2()
                  jump b3()
                b2(e:Ljava/lang/RuntimeException;):
                  return v4
                b3():
                  return v5
                """, DeadCode::run);
    }

    @Test
    void aHandlerThatNothingReachesGoes() {
        IrText.assertMakes(
                """
                function C.f -> [D]
                b0(x:D):
                  v4:D = dmul x, x
                  jump b3()
                b3():
                  return v4
                """,
                function -> {
                    DeadCode.run(function);
                    DeadCode.run(function);
                },
                """
                function C.f -> [D]
                b0(x:D):
                  v4:D = dmul x, x
                  catch java/lang/RuntimeException b2()
                  jump b3()
                b2(e:Ljava/lang/RuntimeException;):
                  return x
                b3():
                  return v4
                """);
    }

    @Test
    void anUnusedTangentThatIsLoadedGoes() {
        IrText.assertMakes("""
                function C.f -> [D]
                b0(a:[D, n:I, x:D):
                  return x
                """, DeadCode::run, """
                function C.f -> [D]
                b0(a:[D, n:I, x:D):
                  v3':D = load DOUBLE a, n
                  return x
                """);
    }

    @Test
    void whatIsPassedToAHandlerThatUsesItStays() {
        IrText.assertLeaves("""
                function C.f -> [D]
                b0(a:[D, n:I, x:D):
                  v4:D = dmul x, x
                  jump b1()
                b1():
                  v5:D = load DOUBLE a, n
                  catch java/lang/RuntimeException b2(v4)
                  jump b3()
                b2(e:Ljava/lang/RuntimeException;, y:D):
                  return y
                b3():
                  return v5
                """, DeadCode::run);
    }

    @Test
    void whatIsPassedToAHandlerThatDoesNotUseItGoes() {
        IrText.assertMakes("""
                function C.f -> [D]
                b0(a:[D, n:I, x:D):
                  jump b1()
                b1():
                  v5:D = load DOUBLE a, n
                  catch java/lang/RuntimeException b2()
                  jump b3()
                b2(e:Ljava/lang/RuntimeException;):
                  return x
                b3():
                  return v5
                """, DeadCode::run, """
                function C.f -> [D]
                b0(a:[D, n:I, x:D):
                  v4:D = dmul x, x
                  jump b1()
                b1():
                  v5:D = load DOUBLE a, n
                  catch java/lang/RuntimeException b2(v4)
                  jump b3()
                b2(e:Ljava/lang/RuntimeException;, y:D):
                  return x
                b3():
                  return v5
                """);
    }

    @Test
    void aBlockThatEndsInAThrowKeepsItsHandlers() {
        IrText.assertLeaves("""
                function C.f -> [D]
                b0(x:D, thrown:Ljava/lang/RuntimeException;):
                  jump b1()
                b1():
                  catch java/lang/RuntimeException b2()
                  throw thrown
                b2(e:Ljava/lang/RuntimeException;):
                  return x
                """, DeadCode::run);
    }
}
