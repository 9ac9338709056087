package dev.fluxion.agent.ir.graph;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Comparison;
import dev.fluxion.agent.ir.Edge;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.Handler;
import dev.fluxion.agent.ir.Terminator;
import dev.fluxion.agent.ir.operator.Arithmetic;
import dev.fluxion.agent.ir.operator.Constant;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.operator.Operator;
import dev.fluxion.agent.ir.value.Position;
import dev.fluxion.agent.ir.value.Type;
import dev.fluxion.agent.ir.value.Value;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerifierTest {
    private final Function function = new Function("Test.f", List.of(Type.DOUBLE));
    private final Block entry = function.addBlock();
    private final Value x = entry.addParameter(Type.DOUBLE, "x");

    private void rejects(String problem) {
        String message = assertThrows(IllegalStateException.class, () -> Verifier.verify(function))
                .getMessage();
        assertTrue(message.contains(problem), message);
    }

    private Value linear(Operator operator, Value... operands) {
        Value result = Value.linear(Type.DOUBLE, null);
        entry.ops().add(new Op(operator, List.of(operands), List.of(result), Position.UNKNOWN));
        return result;
    }

    @Test
    void aProductOfATangentAndAPrimalIsAccepted() {
        Value dx = Value.linear(Type.DOUBLE, "dx");
        entry.parameters().add(dx);
        entry.terminate(new Terminator.Return(List.of(linear(Arithmetic.DMUL, x, dx))));
        assertDoesNotThrow(() -> Verifier.verify(function));
    }

    @Test
    void whatAProtectedBlockReceivedIsKnownToItsHandler() {
        Type exception = Type.ofDescriptor("Ljava/lang/RuntimeException;");
        Value problem = entry.addParameter(exception, "problem");
        Block thrower = function.addBlock();
        Value received = thrower.addParameter(Type.DOUBLE, "received");
        Block handler = function.addBlock();
        handler.addParameter(exception, "e");
        handler.terminate(new Terminator.Return(List.of(received)));
        thrower.handlers().add(new Handler("java/lang/RuntimeException", new Edge(handler)));
        thrower.terminate(new Terminator.Throw(problem));
        entry.terminate(new Terminator.Jump(new Edge(thrower, List.of(x))));
        assertDoesNotThrow(() -> Verifier.verify(function));
    }

    @Test
    void aProductOfTwoTangentsIsRejected() {
        Value dx = Value.linear(Type.DOUBLE, "dx");
        entry.parameters().add(dx);
        entry.terminate(new Terminator.Return(List.of(linear(Arithmetic.DMUL, dx, dx))));
        rejects("not linear in its linear operands: dmul");
    }

    @Test
    void aSumOfATangentAndAPrimalIsRejected() {
        Value dx = Value.linear(Type.DOUBLE, "dx");
        entry.parameters().add(dx);
        entry.terminate(new Terminator.Return(List.of(linear(Arithmetic.DADD, dx, x))));
        rejects("not linear in its linear operands: dadd");
    }

    @Test
    void aBranchOnATangentIsRejected() {
        Value tangent = Value.linear(Type.INT, "t");
        entry.parameters().add(tangent);
        Block exit = function.addBlock();
        exit.terminate(new Terminator.Return(List.of(x)));
        entry.terminate(new Terminator.Branch(Comparison.EQ, tangent, tangent, new Edge(exit), new Edge(exit)));
        rejects("control depends on a linear value");
    }

    @Test
    void aUseThatItsDefinitionDoesNotDominateIsRejected() {
        Value condition = entry.append(Constant.of(1), Type.INT, Position.UNKNOWN);
        Block left = function.addBlock();
        Block join = function.addBlock();
        Value late = left.append(Arithmetic.DNEG, Type.DOUBLE, Position.UNKNOWN, x);
        left.terminate(new Terminator.Jump(new Edge(join)));
        join.terminate(new Terminator.Return(List.of(late)));
        entry.terminate(new Terminator.Branch(Comparison.EQ, condition, condition, new Edge(left), new Edge(join)));
        rejects("not dominated by its definition");
    }

    @Test
    void anEdgeWithTooFewArgumentsIsRejected() {
        Block exit = function.addBlock();
        Value parameter = exit.addParameter(Type.DOUBLE, "y");
        exit.terminate(new Terminator.Return(List.of(parameter)));
        entry.terminate(new Terminator.Jump(new Edge(exit)));
        rejects("edge passes 0 arguments for 1");
    }

    @Test
    void operandsOfTheWrongKindAreRejected() {
        Value one = entry.append(Constant.of(1), Type.INT, Position.UNKNOWN);
        Value sum = entry.append(Arithmetic.DADD, Type.DOUBLE, Position.UNKNOWN, x, one);
        entry.terminate(new Terminator.Return(List.of(sum)));
        rejects("operand kinds: dadd");
    }
}
