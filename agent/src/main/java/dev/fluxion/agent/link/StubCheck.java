package dev.fluxion.agent.link;

import dev.fluxion.agent.link.classfile.ClassBytes;
import dev.fluxion.agent.link.classfile.CopiedClasses;
import dev.fluxion.agent.link.companion.Companions;
import dev.fluxion.agent.link.companion.Linker;
import dev.fluxion.agent.link.nested.Nested;
import dev.fluxion.agent.link.operator.Stub;
import dev.fluxion.agent.link.rule.BuiltInRules;
import dev.fluxion.agent.report.Trace;
import dev.fluxion.runtime.TapePool;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;

/** Finds the stubs of a class that fit nothing before they are called, with the words in which a call says it. */
public final class StubCheck {
    private final ClassBytes resources;

    /** @param resources class files without loading a class; null where that is not possible */
    public StubCheck(ClassBytes resources) {
        this.resources = resources;
    }

    /**
     * Looks at the stubs of one class.
     *
     * @param loader of the class
     * @param classFile as the application has it, with stubs that have no body yet
     * @return what is wrong with them; nothing of those for which a class would have to be known whose file is no resource
     */
    public List<String> of(ClassLoader loader, String internalName, byte[] classFile) {
        List<String> problems = new ArrayList<>();
        try {
            CopiedClasses copies = new CopiedClasses(loader, resources, internalName, classFile);
            Class<?> copy = Class.forName(internalName.replace('/', '.'), false, copies);
            // What is wrong with the application's rules is said when the first derivative is made.
            BuiltInRules rules = new BuiltInRules(copies, message -> {});
            Linker linker = new Linker(
                    null, copies, module -> {}, rules, new Companions(), new TapePool(), Nested::new, Trace.NONE);
            for (Method method : copy.getDeclaredMethods()) {
                if (Stub.is(method) && hasBody(method)) {
                    check(linker, method, problems);
                }
            }
        } catch (ClassNotFoundException | LinkageError | TypeNotPresentException notThere) {
            return problems; // a call finds out
        }
        return problems;
    }

    /** Of the others it is said already that they cannot be given one. */
    private static boolean hasBody(Method method) {
        return !Modifier.isAbstract(method.getModifiers()) && !Modifier.isNative(method.getModifiers());
    }

    private static void check(Linker linker, Method stub, List<String> problems) {
        try {
            Stub.find(linker, stub.getDeclaringClass(), stub.getName(), Stub.typeOf(stub));
        } catch (IllegalArgumentException mistake) {
            problems.add(mistake.getMessage());
        } catch (ReflectiveOperationException | LinkageError | TypeNotPresentException notThere) {
            // A call finds out.
            return;
        }
    }
}
