package dev.fluxion.agent.link.companion;

import dev.fluxion.agent.derive.WideCalls;
import dev.fluxion.agent.derive.activity.RuleTable;
import dev.fluxion.agent.derive.activity.Unsupported;
import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.operator.Invoke;
import dev.fluxion.agent.ir.operator.MethodReference;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.operator.Variant;
import dev.fluxion.agent.link.classfile.ClassBytes;
import dev.fluxion.agent.link.classfile.MemberAccess;
import dev.fluxion.agent.link.classfile.MethodLookup;
import dev.fluxion.agent.link.classfile.ReadOnce;
import dev.fluxion.agent.link.program.Functions;
import dev.fluxion.agent.link.program.NestedDerivatives;
import dev.fluxion.agent.link.rule.RuleSource;
import dev.fluxion.agent.report.Trace;
import dev.fluxion.agent.write.MethodTooLargeException;
import dev.fluxion.agent.write.parts.Parts;
import dev.fluxion.runtime.Refusal;
import dev.fluxion.runtime.TapePool;
import java.lang.invoke.CallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.Supplier;
import org.objectweb.asm.tree.ClassNode;

/**
 * From variants to method handles: finds the class whose method is meant, has its IR derived, and defines the companion.
 * Companions belong to their host class, so that nothing here keeps a class loader alive.
 */
public final class Linker {
    private final Lookup trusted;
    private final ClassBytes bytes;
    private final ModuleReads reads;
    private final RuleSource rules;
    private final Map<ClassLoader, Functions> functions = new WeakHashMap<>();
    private final Companions defined;
    private final TapePool tapes;
    private final Derivatives nested;
    private final Trace trace;
    private Functions bootFunctions;
    private boolean hasEnded;

    private final MadeCompanions made = new MadeCompanions();

    /** Finds the derivatives within methods. */
    public interface Derivatives {
        NestedDerivatives of(Linker linker, ClassLoader loader);
    }

    /**
     * A linker that has made nothing yet.
     *
     * @param defined gets to know what is defined here
     */
    public Linker(
            Lookup trusted,
            ClassBytes bytes,
            ModuleReads reads,
            RuleSource rules,
            Companions defined,
            TapePool tapes,
            Derivatives nested,
            Trace trace) {
        this.nested = nested;
        this.trace = trace;
        this.trusted = trusted;
        this.bytes = bytes;
        this.reads = reads;
        this.rules = rules;
        this.defined = defined;
        this.tapes = tapes;
    }

    /** The IR of all that the loader's classes can name. */
    public synchronized Functions functions(ClassLoader loader) {
        if (hasEnded) {
            raise(ChangedCode.refusal(null));
        }
        if (loader == null) {
            if (bootFunctions == null) {
                bootFunctions = functions(null, name -> bytes.of(null, name));
            }
            return bootFunctions;
        }
        return functions.computeIfAbsent(loader, l -> {
            WeakReference<ClassLoader> weak = new WeakReference<>(l);
            return functions(
                    l,
                    isOfTheJdk(l)
                            ? name -> bytes.of(weak.get(), name)
                            : new ReadOnce(name -> bytes.of(weak.get(), name)));
        });
    }

    private Functions functions(ClassLoader loader, java.util.function.Function<String, byte[]> classFiles) {
        MethodLookup methods = new MethodLookup(classFiles);
        return new Functions(methods, classFiles, rules.of(loader, methods), nested.of(this, loader), trace.in(loader));
    }

    /** The code has changed that everything here was made of: it is forgotten, and what is still asked for is refused. */
    synchronized void end() {
        hasEnded = true;
        functions.clear();
        bootFunctions = null;
        made.clear();
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void raise(Refusal refusal) throws T {
        throw (T) refusal;
    }

    /** The rules for the loader's classes. */
    public RuleTable rules(ClassLoader loader) {
        return functions(loader).rules();
    }

    /** The tapes of all evaluations. */
    public TapePool tapes() {
        return tapes;
    }

    public Companions companions() {
        return defined;
    }

    /** Is told what is made and what is not. */
    public Trace trace() {
        return trace;
    }

    /**
     * A handle of a variant that a companion calls. One of an earlier generation may not go on with what is made here.
     *
     * @param caller the companion's lookup
     * @throws IllegalAccessError if its host may not call the method, as the JVM throws it
     */
    public MethodHandle call(Lookup caller, Variant variant, MethodType type) throws Throwable {
        defined.host(caller, variant);
        return call(caller.lookupClass(), variant, type, (view, asker) -> link(view, variant, type, asker));
    }

    /** The way from a companion's call to a handle of what a receiver runs. */
    public interface Chosen {
        /**
         * The handle.
         *
         * @param view the loader with whose classes and rules the companion's calls go on
         */
        MethodHandle link(ClassLoader view, Supplier<String> asker) throws Throwable;
    }

    /**
     * A handle of what a companion's call runs. One of an earlier generation may not go on with what is made here.
     *
     * @param companion which has been found to have a call of the variant
     * @throws IllegalAccessError if its host may not call the method, as the JVM throws it
     */
    public MethodHandle call(Class<?> companion, Variant variant, MethodType type, Chosen chosen) throws Throwable {
        try {
            if (defined.isOwn(companion)) {
                requireReach(defined.host(companion), variant);
                return chosen.link(view(companion, variant), () -> "" + defined.self(companion));
            }
        } catch (Refusal ended) {
            // Meanwhile: what follows says it of the call.
        }
        return changed(variant, type);
    }

    private ClassLoader view(Class<?> companion, Variant variant) {
        String owner = variant.method().owner().replace('/', '.');
        return made.view(companion, defined.host(companion), owner);
    }

    /**
     * Whether what a companion calls is found by the class of the receiver when the call is made.
     *
     * @throws IllegalAccessException if the lookup is not that of a companion with such a call
     */
    public boolean isOpen(Lookup caller, Variant variant) throws IllegalAccessException {
        defined.host(caller, variant);
        return defined.isOwn(caller.lookupClass())
                && functions(view(caller.lookupClass(), variant)).isOpen(variant);
    }

    /** A handle that says of a call that the code has changed meanwhile. */
    public static MethodHandle changed(Variant variant, MethodType type) throws ReflectiveOperationException {
        String call = "a call of " + variant.method().display();
        return refusing(new Unsupported(call + ChangedCode.CAUSE, ChangedCode.REMEDY), type);
    }

    /**
     * A site that reads a field of another class, as that class's own code does that stands in a companion.
     *
     * @param arguments those of the companion's dynamic call: use, owner, name, host
     */
    public CallSite read(Lookup companion, MethodType type, List<Object> arguments)
            throws ReflectiveOperationException {
        ClassLoader loader = defined.reader(companion, arguments).getClassLoader();
        Class<?> owner = Class.forName(((String) arguments.get(1)).replace('/', '.'), false, loader);
        return MemberAccess.linkRead(trusted.in(owner), type, (String) arguments.get(2));
    }

    private void requireReach(Class<?> caller, Variant variant) throws ClassNotFoundException {
        MethodReference method = variant.method();
        Functions visible = functions(caller.getClassLoader());
        ClassNode owner = visible.owner(method);
        if (owner == null || owner.name.equals(caller.getName().replace('.', '/'))) {
            return;
        }
        Class<?> named = Class.forName(method.owner().replace('/', '.'), false, caller.getClassLoader());
        Class<?> declaring = Class.forName(owner.name.replace('/', '.'), false, caller.getClassLoader());
        if (!Reach.mayCall(caller, named, declaring, visible.access(method))) {
            throw new IllegalAccessError(caller.getName() + " may not call " + method.display());
        }
    }

    /**
     * A handle of the variant's function, of the given type.
     *
     * @param loader with whose classes and rules: that of the class that asks, which the companions below inherit
     * @param asker what it is needed for
     */
    public MethodHandle link(ClassLoader loader, Variant variant, MethodType type, Supplier<String> asker)
            throws Throwable {
        long start = System.nanoTime();
        Functions visible = functions(loader);
        Class<?> host = null;
        try {
            host = host(loader, visible, variant);
            requireOwnFile(visible, host, loader, variant);
            MethodHandle known = made.get(host, loader, variant);
            if (known == null) {
                reads.letRead(host.getModule());
                Function linked = visible.linked(variant);
                watchInertCalls(loader, linked);
                ClassNode owner = visible.owner(variant.method());
                Function function =
                        MemberAccess.run(linked, owner.name, visible.methods(), visible.contained(variant.method()));
                WideCalls.check(function);
                Companion.Written written = (classFile, size) -> visible.trace()
                        .linked(new Trace.Companion(
                                variant, function, classFile, size, System.nanoTime() - start, asker));
                known = Companion.define(
                        defined, trusted.in(host), owner.sourceFile, variant, function, Parts.Limits.HOTSPOT, written);
                Class<?> companion = trusted.revealDirect(known).getDeclaringClass();
                made.put(host, loader, variant, companion, known);
            }
            return adapted(known, type);
        } catch (Unsupported unsupported) {
            return refusing(unsupported, type);
        } catch (MethodTooLargeException | org.objectweb.asm.MethodTooLargeException large) {
            return refusing(
                    new Unsupported(
                            variant.method().display() + ", whose derivative would be larger than a method can be,",
                            "Split the method into smaller ones."),
                    type);
        } catch (RuntimeException | LinkageError | AssertionError defect) {
            // Never to be taken for an exception of the program. Where it came from is not in the refusal.
            trace.defect(() -> "Linking " + variant + " failed", defect);
            return refusing(
                    new Unsupported(variant + " because of a defect in Fluxion (" + defect + ")", "Please report it."),
                    type);
        } finally {
            if (host != null) {
                trusted.in(host).ensureInitialized(host);
            }
        }
    }

    /** Has a class's code be known, so that its changes count. */
    public void watch(Class<?> type) {
        bytes.of(type.getClassLoader(), type.getName().replace('.', '/'));
    }

    /** Has the classes be known that the function calls as they are: to change them while it runs is to change it. */
    private void watchInertCalls(ClassLoader loader, Function function) {
        for (Block block : function.blocks()) {
            for (Op op : block.ops()) {
                if (op.operator() instanceof Invoke invoke
                        && !invoke.method().owner().startsWith("java/")
                        && !invoke.method().owner().startsWith("[")) {
                    bytes.of(loader, invoke.method().owner());
                }
            }
        }
    }

    // A companion's int stands for boolean too, which no widening conversion reaches.
    private static MethodHandle adapted(MethodHandle handle, MethodType type) {
        MethodType own = handle.type();
        MethodType bridged = type.returnType() == boolean.class ? own.changeReturnType(boolean.class) : own;
        for (int i = 0; i < own.parameterCount(); i++) {
            if (type.parameterType(i) == boolean.class) {
                bridged = bridged.changeParameterType(i, boolean.class);
            }
        }
        return MethodHandles.explicitCastArguments(handle, bridged).asType(type);
    }

    /** A loader may offer what it likes as the class file of another loader's class, whose privileges a companion has. */
    private void requireOwnFile(Functions visible, Class<?> host, ClassLoader loader, Variant variant)
            throws ClassNotFoundException {
        boolean isOwn = isOwnFile(visible, host, loader);
        for (String contained : visible.contained(variant.method())) {
            Class<?> type = Class.forName(contained.replace('/', '.'), false, loader);
            requireSound(type, variant);
            isOwn &= isOwnFile(visible, type, loader);
        }
        if (!isOwn) {
            throw new Unsupported(
                    "a call of " + variant.method().display() + ", for which " + loader
                            + " offers another class file than that of the class it loads,",
                    "Let the loader find resources where it finds classes.");
        }
    }

    /** Has the JVM verify a class whose code runs without it: the plain call would not get past that. Reflection does so first. */
    @SuppressWarnings("ReturnValueIgnored")
    private static void requireSound(Class<?> type, Variant variant) {
        try {
            type.getDeclaredMethods();
        } catch (NoClassDefFoundError absent) {
            return; // a type that a method names and perhaps nobody needs
        } catch (LinkageError malformed) {
            throw new Unsupported(
                    "a call of " + variant.method().display() + ", which uses " + type.getName() + " (" + malformed
                            + "),",
                    "The plain call throws an error as well: compile the classes again, together.");
        }
    }

    private boolean isOwnFile(Functions visible, Class<?> type, ClassLoader loader) {
        String name = type.getName().replace('.', '/');
        return type.getClassLoader() == loader
                || isOfTheJdk(loader)
                || Arrays.equals(visible.methods().classFile(name), bytes.of(type.getClassLoader(), name));
    }

    private static boolean isOfTheJdk(ClassLoader loader) {
        return loader == ClassLoader.getSystemClassLoader() || loader == ClassLoader.getPlatformClassLoader();
    }

    private static Class<?> host(ClassLoader loader, Functions visible, Variant variant) {
        ClassNode owner = visible.owner(variant.method());
        if (owner == null) {
            visible.function(variant);
            throw new AssertionError(variant);
        }
        try {
            return Class.forName(owner.name.replace('/', '.'), false, loader);
        } catch (ClassNotFoundException absent) {
            throw new Unsupported(
                    "a call of " + variant.method().display() + ", whose class was not found,",
                    "Put it on the class path.");
        }
    }

    /** A handle that refuses whenever it is called. */
    public static MethodHandle refusing(Unsupported unsupported, MethodType type) throws ReflectiveOperationException {
        MethodHandle raise = MethodHandles.lookup()
                .findStatic(
                        Refusal.class,
                        "raise",
                        MethodType.methodType(void.class, String.class, String.class, String.class));
        MethodHandle bound =
                MethodHandles.insertArguments(raise, 0, unsupported.getMessage(), unsupported.remedy(), null);
        return MethodHandles.foldArguments(MethodHandles.empty(type), bound);
    }
}
