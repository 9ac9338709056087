package dev.fluxion.agent.link.dispatch;

import dev.fluxion.agent.derive.activity.CallFacts;
import dev.fluxion.agent.derive.activity.Intrinsic;
import dev.fluxion.agent.derive.activity.RuleTable;
import dev.fluxion.agent.derive.activity.Unsupported;
import dev.fluxion.agent.ir.operator.Activity;
import dev.fluxion.agent.ir.operator.Invoke;
import dev.fluxion.agent.ir.operator.MethodReference;
import dev.fluxion.agent.ir.operator.Variant;
import dev.fluxion.agent.link.companion.Generation;
import dev.fluxion.agent.link.companion.Generations;
import dev.fluxion.agent.link.companion.Linker;
import dev.fluxion.agent.link.program.Functions;
import java.lang.invoke.CallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.lang.ref.WeakReference;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * A companion's call of a variant whose method is found by the class of the receiver. What is met is derived as the call was: for the same
 * parameters and results. A method that cannot keep to that is refused when it is met.
 */
public final class OpenCall implements LambdaTarget.Calls {
    private final Generations generations;
    private final Lambdas lambdas;
    /** Handles of what is called may live longer, with the class of a function that is bound to a receiver. */
    private final WeakReference<Class<?>> companion;

    private final Variant asked;

    private OpenCall(Generations generations, Lambdas lambdas, Class<?> companion, Variant asked) {
        this.generations = generations;
        this.lambdas = lambdas;
        this.companion = new WeakReference<>(companion);
        this.asked = asked;
    }

    /**
     * The site of such a call.
     *
     * @param companion which has been found to have it
     */
    public static CallSite site(
            Generations generations, Lambdas lambdas, Class<?> companion, Variant variant, MethodType type) {
        return new OpenCall(generations, lambdas, companion, variant).site(variant, type);
    }

    @Override
    public CallSite site(Variant variant, MethodType type) {
        return new ReceiverSite(
                type,
                Transforms.receiver(variant.transforms()),
                companion.get().getClassLoader(),
                receiver -> met(variant, type, receiver));
    }

    private MethodHandle met(Variant variant, MethodType type, Class<?> receiver) throws Throwable {
        Generation generation = generations.current();
        Linker linker = generation.linker();
        MethodHandle met = linker.call(
                companion.get(), asked, type, (view, asker) -> chosen(linker, view, variant, type, receiver, asker));
        boolean isStill = generation.isQuiet() || generations.current() == generation;
        return isStill ? met : Linker.changed(variant, type);
    }

    private MethodHandle chosen(
            Linker linker,
            ClassLoader view,
            Variant variant,
            MethodType type,
            Class<?> receiver,
            Supplier<String> asker)
            throws Throwable {
        MethodReference method = variant.method();
        Class<?> owner = Class.forName(method.owner().replace('/', '.'), false, view);
        if (!owner.isAssignableFrom(receiver)) {
            throw new IncompatibleClassChangeError(
                    "Class " + receiver.getName() + " does not implement the requested interface " + owner.getName());
        }
        MethodType signature = MethodType.fromMethodDescriptorString(method.descriptor(), view);
        Method run = Dispatch.implementation(Dispatch.resolve(owner, method.name(), signature), receiver);
        try {
            return Revealed.isLambda(run.getDeclaringClass())
                    ? new LambdaTarget(this, linker, view, variant, type, asker).link(receiver, lambdas)
                    : exact(linker, view, Invoke.Kind.SPECIAL, run, variant.transforms(), type, asker);
        } catch (Unsupported unsupported) {
            return Linker.refusing(unsupported, type);
        }
    }

    @Override
    public MethodHandle exact(
            Linker linker,
            ClassLoader view,
            Invoke.Kind kind,
            Method run,
            List<Variant.Transform> transforms,
            MethodType type,
            Supplier<String> asker)
            throws Throwable {
        ClassLoader loader = Methods.view(view, run.getDeclaringClass());
        Functions functions = linker.functions(loader);
        MethodReference method = Methods.reference(run);
        List<Variant.Transform> all = new ArrayList<>();
        if (isDeclared(functions, kind, method)) {
            all.add(new Variant.Transform(Variant.Kind.DECLARED, 0, Activity.none(0, 0)));
        }
        all.addAll(transforms);
        Variant variant = new Variant(kind, method, List.copyOf(all));
        requireKept(functions, variant);
        return linker.link(loader, variant, type, asker);
    }

    private static boolean isDeclared(Functions functions, Invoke.Kind kind, MethodReference method) {
        return functions.rules().treatment(method) != RuleTable.Treatment.FOLLOW
                || kind == Invoke.Kind.STATIC && Intrinsic.isKnown(method);
    }

    /** That each transform is possible for the parameters and results for which the call was derived, and for no others. */
    private static void requireKept(Functions functions, Variant variant) {
        String call = "a call of " + variant.method().display();
        Variant source = new Variant(variant.kind(), variant.method(), List.of());
        for (Variant.Transform transform : variant.transforms()) {
            boolean isDerivation =
                    transform.kind() != Variant.Kind.DECLARED && transform.kind() != Variant.Kind.REPEATED;
            if (isDerivation && transform.activity().any()) {
                CallFacts facts = functions.facts(source, transform.activity());
                if (facts.refusal() != null) {
                    throw new Unsupported(
                            facts.refusal().cause(), facts.refusal().remedy());
                }
                if (!facts.activity().parameters().equals(transform.activity().parameters())) {
                    throw new Unsupported(
                            call
                                    + ", which puts values that carry a derivative into an array that has no shadow there,",
                            "Pass an array that is an argument or allocated in the differentiated code, not one from a field.");
                }
                if (facts.encodedResults().contains(true)) {
                    throw new Unsupported(
                            call + ", which returns a number that carries a derivative, in another form (bits, a box),",
                            "Let the method return the number itself.");
                }
                if (!facts.activity().results().equals(transform.activity().results())) {
                    throw new Unsupported(
                            call
                                    + ", which returns an object that cannot carry a derivative where the method that is called"
                                    + " returns any,",
                            "Declare the function by an interface whose method returns that very type, such as ToIntFunction.");
                }
            }
            source = source.then(transform.kind(), transform.lanes(), transform.activity());
        }
    }
}
