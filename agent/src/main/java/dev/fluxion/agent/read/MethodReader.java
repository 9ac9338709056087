package dev.fluxion.agent.read;

import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.graph.SimplifyParameters;
import dev.fluxion.agent.ir.value.Type;
import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Class file to IR. The bytecode is executed abstractly, block by block in reverse postorder; where several edges meet, the
 * locals that may differ and are read later and the operand stack become block parameters with the types that the class file's
 * frames declare.
 */
public final class MethodReader {
    private MethodReader() {}

    /**
     * The IR of a method.
     *
     * <p>An object's value is the result of its {@code new}, before and after the constructor call. In a constructor the first
     * parameter is the object under construction, likewise.
     *
     * @param owner the method's class, as {@link ClassFiles#parse} gives it
     * @param hierarchy consulted only for class files without frames (versions up to 50)
     * @throws UnreadableMethodException if the method is abstract or native, or contains what cannot be read
     */
    public static Function read(ClassNode owner, MethodNode method, Hierarchy hierarchy) {
        Function function = construct(owner, method, hierarchy);
        SimplifyParameters.run(function);
        return function;
    }

    /** The IR in which some parameters may be redundant. */
    static Function construct(ClassNode owner, MethodNode method, Hierarchy hierarchy) {
        String display = owner.name.replace('/', '.') + "." + method.name;
        if (method.instructions.size() == 0) {
            String kind = (method.access & Opcodes.ACC_NATIVE) != 0 ? "native" : "abstract";
            throw new UnreadableMethodException(display, -1, kind + " method");
        }
        MethodNode modern = OldClassFiles.modernize(owner, method, hierarchy);
        Type result = Type.ofDescriptor(method.desc.substring(method.desc.indexOf(')') + 1));
        Function function = new Function(display, result == null ? List.of() : List.of(result));
        Bytecode code = new Bytecode(modern, display);
        new BlockReader(owner, modern, code, function).read();
        return function;
    }
}
