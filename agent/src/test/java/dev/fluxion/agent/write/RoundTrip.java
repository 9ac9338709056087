package dev.fluxion.agent.write;

import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.graph.Verifier;
import dev.fluxion.agent.read.ClassFiles;
import dev.fluxion.agent.read.Hierarchy;
import dev.fluxion.agent.read.MethodReader;
import dev.fluxion.agent.read.UnreadableMethodException;
import java.util.Map;
import java.util.TreeMap;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/** Reads every method of some classes into IR and writes it back, and counts what was refused, by reason. */
final class RoundTrip {
    private final Hierarchy hierarchy;
    private final Map<String, Integer> refusals = new TreeMap<>();
    private final CodeSizes sizes = new CodeSizes();
    private int methods;

    RoundTrip(Hierarchy hierarchy) {
        this.hierarchy = hierarchy;
    }

    int methods() {
        return methods;
    }

    Map<String, Integer> refusals() {
        return refusals;
    }

    CodeSizes sizes() {
        return sizes;
    }

    byte[] rewrite(byte[] classFile) {
        ClassNode node = ClassFiles.parse(classFile);
        for (MethodNode method : node.methods) {
            if (method.instructions.size() > 0) {
                methods++;
                rewrite(node, method);
            }
        }
        node.version = Math.max(node.version & 0xFFFF, Opcodes.V1_7);
        ClassWriter writer = new ClassWriter(0);
        node.accept(writer);
        return writer.toByteArray();
    }

    private void rewrite(ClassNode node, MethodNode method) {
        try {
            Function function = MethodReader.read(node, method, hierarchy);
            Verifier.verify(function);
            MethodNode written = new MethodNode(Opcodes.ASM9, 0, "code", "()V", null, null);
            if (method.name.equals("<init>")) {
                MethodWriter.writeConstructor(function, written);
            } else {
                MethodWriter.write(function, written);
            }
            sizes.add(function.name(), CodeSizes.of(method), CodeSizes.of(written));
            method.instructions = written.instructions;
            method.tryCatchBlocks = written.tryCatchBlocks;
            method.localVariables = null;
            method.visibleLocalVariableAnnotations = null;
            method.invisibleLocalVariableAnnotations = null;
            method.maxLocals = written.maxLocals;
            method.maxStack = written.maxStack;
        } catch (UnreadableMethodException refused) {
            refusals.merge(refused.construct(), 1, Integer::sum);
        }
    }
}
