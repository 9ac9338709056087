package dev.fluxion.agent.link;

import dev.fluxion.agent.ir.operator.Invoke;
import dev.fluxion.agent.ir.operator.MethodReference;
import dev.fluxion.agent.ir.operator.Variant;
import dev.fluxion.agent.link.classfile.ClassBytes;
import dev.fluxion.agent.link.classfile.CodeChanges;
import dev.fluxion.agent.link.classfile.MemberAccess;
import dev.fluxion.agent.link.companion.Companions;
import dev.fluxion.agent.link.companion.Generation;
import dev.fluxion.agent.link.companion.Generations;
import dev.fluxion.agent.link.companion.Linker;
import dev.fluxion.agent.link.companion.ModuleReads;
import dev.fluxion.agent.link.dispatch.Lambdas;
import dev.fluxion.agent.link.dispatch.OpenCall;
import dev.fluxion.agent.link.entry.Entries;
import dev.fluxion.agent.link.nested.Nested;
import dev.fluxion.agent.link.operator.Targets;
import dev.fluxion.agent.link.rule.BuiltInRules;
import dev.fluxion.agent.link.rule.RuleSource;
import dev.fluxion.agent.report.Trace;
import dev.fluxion.runtime.Bridge;
import dev.fluxion.runtime.TapePool;
import java.lang.invoke.CallSite;
import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The compiler as the runtime's bridge calls it. */
public final class FluxionCompiler implements Bridge.Compiler {
    private static final int RETURNED = -1;

    private final Generations generations;
    private final Lambdas lambdas;
    private final Entries entries;

    /**
     * @param trusted with access to everything
     * @param bytes where class files come from
     * @param reads called before a companion is linked in a module
     * @param log is told what is wrong with the application's rules
     */
    public FluxionCompiler(Lookup trusted, ClassBytes bytes, ModuleReads reads, Consumer<String> log) {
        this(trusted, bytes, reads, log, CodeChanges.NONE, Trace.NONE);
    }

    /**
     * @param changes of the code that the class files hold
     * @param trace is told what is made
     */
    public FluxionCompiler(
            Lookup trusted,
            ClassBytes bytes,
            ModuleReads reads,
            Consumer<String> log,
            CodeChanges changes,
            Trace trace) {
        RuleSource rules = new BuiltInRules(bytes, log);
        Companions companions = new Companions();
        TapePool tapes = new TapePool();
        this.generations = new Generations(
                () -> new Linker(trusted, bytes, reads, rules, companions.ofNext(), tapes, Nested::new, trace),
                changes);
        this.lambdas = new Lambdas(trusted);
        this.entries = new Entries(generations, trusted, lambdas);
    }

    public Linker linker() {
        return generations.current().linker();
    }

    @Override
    public MethodHandle function(String operator, Object function) throws Throwable {
        return entries.function(operator, function);
    }

    @Override
    public MethodHandle method(String operator, Method method) throws Throwable {
        return entries.method(operator, method, RETURNED);
    }

    @Override
    public MethodHandle method(String operator, MethodHandle handle) throws Throwable {
        return entries.method(operator, handle, RETURNED);
    }

    @Override
    public MethodHandle output(String operator, Method method, int argument) throws Throwable {
        return entries.method(operator, method, argument);
    }

    @Override
    public MethodHandle output(String operator, MethodHandle handle, int argument) throws Throwable {
        return entries.method(operator, handle, argument);
    }

    @Override
    public MethodHandle grant(Method method) throws IllegalAccessException {
        return entries.grant(method);
    }

    @Override
    public Method reveal(MethodHandle handle) {
        return entries.reveal(handle);
    }

    @Override
    public List<String> names(Method method) {
        return Targets.names(linker(), method);
    }

    @Override
    public MethodHandle stub(Lookup lookup, String stubName, MethodType stubType) throws Throwable {
        return entries.stub(lookup, stubName, stubType);
    }

    @Override
    public CallSite variant(
            Lookup lookup,
            MethodType type,
            String kind,
            String owner,
            String name,
            String descriptor,
            boolean isInterface,
            String transforms)
            throws Throwable {
        List<Variant.Transform> applied = new ArrayList<>();
        for (String transform : transforms.split(";", -1)) {
            applied.add(Variant.Transform.parse(transform));
        }
        MethodReference method = new MethodReference(owner, name, descriptor, isInterface);
        Variant variant = new Variant(Invoke.Kind.valueOf(kind), method, applied);
        Generation generation = generations.current();
        if (generation.linker().isOpen(lookup, variant)) {
            return OpenCall.site(generations, lambdas, lookup.lookupClass(), variant, type);
        }
        MethodHandle called = generation.linker().call(lookup, variant, type);
        boolean isStill = generation.isQuiet() || generations.current() == generation;
        // What is refused in between need not be true.
        return new ConstantCallSite(isStill ? called : Linker.changed(variant, type));
    }

    @Override
    public CallSite member(Lookup lookup, MethodType type, String use, String owner, String name, String host)
            throws Throwable {
        return MemberAccess.isRead(use)
                ? linker().read(lookup, type, List.of(use, owner, name, host))
                : MemberAccess.link(lookup, type, use, owner, name, host);
    }
}
