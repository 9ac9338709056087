package dev.fluxion.agent.optimize;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.Parser;
import dev.fluxion.agent.ir.value.Value;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class UsedValuesTest {
    private static Set<String> used(String text) {
        Function function = Parser.parse(text);
        List<Value> parameters = function.parameters();
        Set<Value> used = UsedValues.of(function);
        return parameters.stream().filter(used::contains).map(Value::name).collect(Collectors.toSet());
    }

    @Test
    void operandsOfOpsAreUsedThoughNobodyUsesTheResult() {
        assertEquals(Set.of("x", "y"), used("""
                function C.f -> [I]
                b0(x:D, y:D, n:I):
                  v4:D = dadd x, y
                  v5:I = const 0
                  return v5
                """));
    }

    @Test
    void whatABranchComparesAndWhatEitherEdgePassesIsUsed() {
        assertEquals(Set.of("m", "n", "x", "y"), used("""
                function C.f -> [D]
                b0(m:I, n:I, x:D, y:D, z:D):
                  branch LT m, n b1(x) else b1(y)
                b1(r:D):
                  return r
                """));
    }

    @Test
    void whatAHandlerIsPassedIsUsed() {
        assertEquals(Set.of("a", "n", "x"), used("""
                function C.f -> [D]
                b0(a:[D, n:I, x:D, y:D):
                  v5:D = load DOUBLE a, n
                  catch java/lang/RuntimeException b1(x)
                  return v5
                b1(e:Ljava/lang/RuntimeException;, r:D):
                  return r
                """));
    }

    @Test
    void whatIsThrownOrSwitchedOnIsUsed() {
        assertEquals(Set.of("n", "e"), used("""
                function C.f -> []
                b0(n:I, e:Ljava/lang/RuntimeException;, x:D):
                  switch n 1 -> b1() else b2()
                b1():
                  return
                b2():
                  throw e
                """));
    }
}
