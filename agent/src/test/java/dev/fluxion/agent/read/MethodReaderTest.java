package dev.fluxion.agent.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.graph.Verifier;
import dev.fluxion.agent.ir.value.Position;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

class MethodReaderTest {
    private static Function read(String method) {
        String path = "/" + ReadSamples.class.getName().replace('.', '/') + ".class";
        try (InputStream in = MethodReaderTest.class.getResourceAsStream(path)) {
            ClassNode owner = ClassFiles.parse(in.readAllBytes());
            MethodNode node = owner.methods.stream()
                    .filter(candidate -> candidate.name.equals(method))
                    .findFirst()
                    .orElseThrow();
            Function function = MethodReader.read(owner, node, Hierarchy.of(MethodReaderTest.class.getClassLoader()));
            Verifier.verify(function);
            return function;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** The dump without its first line, source lines and the owner's name. */
    private static String dump(String method) {
        String text = read(method).toString();
        return text.substring(text.indexOf('\n') + 1)
                .replaceAll("  @\\d+", "")
                .replace(ReadSamples.class.getName().replace('.', '/'), "ReadSamples");
    }

    @Test
    void aLoopPassesOnlyWhatChanges() {
        assertEquals("""
                b0(x:[D):
                  sum:D = const 0.0
                  i:I = const 0
                  jump b1(sum, i)
                b1(sum.1:D, i.1:I):
                  v5:I = length x
                  branch GE i.1, v5 b2() else b3()
                b2():
                  return sum.1
                b3():
                  v6:D = load DOUBLE x, i.1
                  sum.2:D = dadd sum.1, v6
                  v8:I = const 1
                  i.2:I = iadd i.1, v8
                  jump b1(sum.2, i.2)
                """, dump("sum"));
    }

    @Test
    void aThrowingOpInATryPassesTheLocalsAsBeforeIt() {
        assertEquals("""
                b0(a:[I, i:I):
                  result:I = const 1
                  result.1:I = load INT a, i
                  catch java/lang/IndexOutOfBoundsException b1(result)
                  jump b2()
                b1(v4:Ljava/lang/IndexOutOfBoundsException;, result.2:I):
                  jump b4(result.2)
                b2():
                  result.3:I = load INT a, result.1
                  catch java/lang/IndexOutOfBoundsException b1(result.1)
                  jump b3()
                b3():
                  jump b4(result.3)
                b4(result.4:I):
                  return result.4
                """, dump("guarded"));
    }

    @Test
    void aMonitorIsLeftOnEveryPath() {
        assertEquals("""
                b0(lock:Ljava/lang/Object;, a:[I):
                  monitorenter lock
                  jump b1()
                b1():
                  v2:I = length a
                  catch * b2()
                  jump b3()
                b2(v3:Ljava/lang/Throwable;):
                  monitorexit lock
                  catch * b2()
                  jump b5()
                b3():
                  monitorexit lock
                  catch * b2()
                  jump b4()
                b4():
                  return v2
                b5():
                  throw v3
                """, dump("locked"));
    }

    @Test
    void anObjectIsOneValueBeforeAndAfterItsConstructor() {
        assertEquals("""
                b0(flag:I):
                  v1:Ljava/util/BitSet; = new java/util/BitSet
                  v2:I = const 0
                  branch EQ flag, v2 b1() else b2()
                b1():
                  v3:I = const 2
                  jump b3(v3)
                b2():
                  v4:I = const 1
                  jump b3(v4)
                b3(v5:I):
                  invokespecial java/util/BitSet.<init>(I)V v1, v5
                  return v1
                """, dump("made"));
    }

    @Test
    void incrementsAndDuplicatesBecomeValues() {
        assertEquals("""
                b0(a:[I, i:I):
                  v2:I = const 1
                  i.1:I = iadd i, v2
                  v4:I = load INT a, i
                  v5:I = const 3
                  v6:I = iadd v4, v5
                  store INT a, i, v6
                  return i.1
                """, dump("incremented"));
    }

    @Test
    void casesThatLeadToTheDefaultAreDropped() {
        assertEquals("""
                b0(x:I):
                  switch x 1 -> b1() 3 -> b2() else b3()
                b1():
                  v1:I = const 10
                  return v1
                b2():
                  v2:I = const 30
                  return v2
                b3():
                  v3:I = const 0
                  return v3
                """, dump("chosen"));
    }

    @Test
    void everyOpKnowsItsMethodAndLine() {
        Function function = read("guarded");
        Position position = function.entry().ops().get(0).position();
        assertEquals(ReadSamples.class.getName() + ".guarded", position.method());
        assertEquals(
                position.line() + 2, function.entry().ops().get(1).position().line());
    }

    @Test
    void anAbstractMethodIsRefused() {
        UnreadableMethodException refusal = assertThrows(UnreadableMethodException.class, () -> read("missing"));
        assertEquals("abstract method", refusal.construct());
        assertEquals(ReadSamples.class.getName() + ".missing cannot be read: abstract method", refusal.getMessage());
    }
}
