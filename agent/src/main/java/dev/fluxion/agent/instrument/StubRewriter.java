package dev.fluxion.agent.instrument;

import dev.fluxion.agent.report.AgentLog;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.description.field.FieldDescription;
import net.bytebuddy.description.field.FieldList;
import net.bytebuddy.description.method.MethodList;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.scaffold.MethodGraph;
import net.bytebuddy.dynamic.scaffold.TypeValidation;
import net.bytebuddy.implementation.Implementation;
import net.bytebuddy.jar.asm.ClassTooLargeException;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.pool.TypePool;

/**
 * Gives the stubs of a class their bodies. Byte Buddy decorates the class, its lightest way: no type of the application is
 * loaded, and of the class file nothing changes but the bodies of stubs, so that loaded classes can be rewritten too.
 */
final class StubRewriter extends AsmVisitorWrapper.AbstractBase {
    private static final ByteBuddy BYTE_BUDDY = new ByteBuddy()
            .with(TypeValidation.DISABLED)
            // The visitor finds the stubs; a graph of methods would resolve every type that signatures name.
            .with((MethodGraph.Compiler) MethodGraph.Empty.INSTANCE);

    private StubClass stubs;

    private StubRewriter() {}

    /** The rewritten class file, or null if it has no stub that can be given a body. */
    static byte[] rewrite(String internalName, byte[] classFile) {
        String name = internalName.replace('/', '.');
        ClassFileLocator locator = ClassFileLocator.Simple.of(name, classFile);
        TypeDescription type = TypePool.Default.of(locator).describe(name).resolve();
        StubRewriter rewriter = new StubRewriter();
        try {
            byte[] rewritten =
                    BYTE_BUDDY.decorate(type, locator).visit(rewriter).make().getBytes();
            return rewriter.stubs.anyRewritten() ? rewritten : null;
        } catch (ClassTooLargeException full) {
            AgentLog.logger()
                    .warn(
                            "{} is left as it is, so its stubs do not work: the rewritten class has too many constants. Move its stubs into a smaller class.",
                            name);
            return null;
        }
    }

    @Override
    public ClassVisitor wrap(
            TypeDescription instrumentedType,
            ClassVisitor classVisitor,
            Implementation.Context implementationContext,
            TypePool typePool,
            FieldList<FieldDescription.InDefinedShape> fields,
            MethodList<?> methods,
            int writerFlags,
            int readerFlags) {
        stubs = new StubClass(classVisitor);
        return stubs;
    }
}
