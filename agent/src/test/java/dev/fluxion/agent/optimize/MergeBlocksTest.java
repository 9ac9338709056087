package dev.fluxion.agent.optimize;

import org.junit.jupiter.api.Test;

class MergeBlocksTest {
    @Test
    void aBlockIsJoinedWithItsOnlyPredecessorAndItsParametersAreWhatThatPassed() {
        IrText.assertMakes("""
                function C.f -> [D]
                b0(x:D):
                  v2:D = dmul x, x
                  v3:D = dadd v2, x
                  return v3
                """, MergeBlocks::run, """
                function C.f -> [D]
                b0(x:D):
                  v2:D = dmul x, x
                  jump b1(v2)
                b1(y:D):
                  jump b2(y)
                b2(z:D):
                  v3:D = dadd z, x
                  return v3
                """);
    }

    @Test
    void aJoinIsNot() {
        IrText.assertLeaves("""
                function C.f -> [D]
                b0(x:D, n:I):
                  branch GE n, n b1() else b2()
                b1():
                  jump b3(x)
                b2():
                  v4:D = dneg x
                  jump b3(v4)
                b3(y:D):
                  return y
                """, MergeBlocks::run);
    }

    @Test
    void aBlockWithoutHandlerIsNotJoinedWithAProtectedOneIfItMayThrow() {
        IrText.assertLeaves("""
                function C.f -> [D]
                b0(a:[D, n:I):
                  v3:D = load DOUBLE a, n
                  jump b1()
                b1():
                  v4:D = load DOUBLE a, n
                  catch java/lang/RuntimeException b2()
                  jump b3()
                b2(e:Ljava/lang/RuntimeException;):
                  return v3
                b3():
                  return v4
                """, MergeBlocks::run);
    }

    @Test
    void aLoopOfOneBlockStays() {
        IrText.assertLeaves("""
                function C.f -> [D]
                b0(x:D):
                  jump b1(x)
                b1(y:D):
                  v3:D = dmul y, x
                  jump b1(v3)
                """, MergeBlocks::run);
    }

    @Test
    void aBlockThatCannotThrowIsJoinedWithAProtectedOneWhoseHandlersStay() {
        IrText.assertMakes("""
                function C.f -> [D]
                b0(a:[D, n:I, x:D):
                  v4:I = iadd n, n
                  v5:D = load DOUBLE a, v4
                  catch java/lang/RuntimeException b2()
                  jump b3()
                b2(e:Ljava/lang/RuntimeException;):
                  return x
                b3():
                  return v5
                """, MergeBlocks::run, """
                function C.f -> [D]
                b0(a:[D, n:I, x:D):
                  v4:I = iadd n, n
                  jump b1()
                b1():
                  v5:D = load DOUBLE a, v4
                  catch java/lang/RuntimeException b2()
                  jump b3()
                b2(e:Ljava/lang/RuntimeException;):
                  return x
                b3():
                  return v5
                """);
    }
}
