package dev.fluxion.agent.link.operator;

import dev.fluxion.agent.derive.activity.RuleTable;
import dev.fluxion.agent.derive.activity.Unsupported;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.operator.Activity;
import dev.fluxion.agent.ir.operator.Invoke;
import dev.fluxion.agent.ir.operator.MethodReference;
import dev.fluxion.agent.ir.operator.Variant;
import dev.fluxion.agent.ir.value.Value;
import dev.fluxion.agent.link.array.Shapes;
import dev.fluxion.agent.link.companion.Linker;
import dev.fluxion.agent.link.dispatch.Dispatch;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Type;

/** What is differentiated, from a method given by reflection. */
public final class Targets {
    private Targets() {}

    /** What a receiver of the given class runs when the method is called on it, its parameters named as the method names them. */
    static Target of(Linker linker, Method method, Class<?> receiver) {
        Target named = of(linker, method);
        if (!method.getDeclaringClass().isAssignableFrom(receiver)) {
            return named;
        }
        Method implementation = Dispatch.implementation(method, receiver);
        boolean isByRuleOfAll = Modifier.isAbstract(method.getModifiers())
                && hasRule(linker, method)
                && !hasRule(linker, implementation);
        if (implementation.equals(method) || isByRuleOfAll) {
            return named;
        }
        Target run = of(linker, implementation);
        return new Target(run.display(), run.loader(), run.plain(), run.types(), named.names(), run.result());
    }

    public static Target of(Linker linker, Method method) {
        Class<?> owner = method.getDeclaringClass();
        boolean isStatic = Modifier.isStatic(method.getModifiers());
        List<Class<?>> types = new ArrayList<>();
        if (!isStatic) {
            types.add(owner);
        }
        types.addAll(List.of(method.getParameterTypes()));
        // The receiver's class is known here, so that no dispatch is left to do.
        Variant own = variant(isStatic ? Invoke.Kind.STATIC : Invoke.Kind.SPECIAL, method);
        boolean hasRule = hasRule(linker, method);
        Method followed = hasRule ? RuleCalls.of(method, types) : method;
        Variant plain = hasRule ? variant(Invoke.Kind.STATIC, followed) : own;
        ClassLoader loader = followed.getDeclaringClass().getClassLoader();
        return new Target(own.method().display(), loader, plain, types, names(linker, method), method.getReturnType());
    }

    private static boolean hasRule(Linker linker, Method method) {
        MethodReference called = variant(Invoke.Kind.SPECIAL, method).method();
        RuleTable rules = linker.rules(method.getDeclaringClass().getClassLoader());
        return rules.treatment(called) != RuleTable.Treatment.FOLLOW;
    }

    /** The names of the arguments, the receiver's first: {@code #n} where the class file has none. */
    public static List<String> names(Linker linker, Method method) {
        boolean isStatic = Modifier.isStatic(method.getModifiers());
        Variant plain = variant(isStatic ? Invoke.Kind.STATIC : Invoke.Kind.SPECIAL, method);
        int count = method.getParameterCount() + (isStatic ? 0 : 1);
        return names(linker, method.getDeclaringClass().getClassLoader(), plain, count, isStatic);
    }

    private static Variant variant(Invoke.Kind kind, Method method) {
        Class<?> owner = method.getDeclaringClass();
        MethodReference reference = new MethodReference(
                Type.getInternalName(owner), method.getName(), Type.getMethodDescriptor(method), owner.isInterface());
        return new Variant(kind, reference, List.of());
    }

    private static List<String> names(Linker linker, ClassLoader loader, Variant plain, int count, boolean isStatic) {
        List<String> names = new ArrayList<>();
        List<Value> parameters = List.of();
        try {
            Function function = linker.functions(loader).function(plain);
            parameters = function.parameters();
        } catch (Unsupported unreadable) {
            // The names only serve messages; what is wrong with the method is said when it is differentiated.
            parameters = List.of();
        }
        int first = isStatic ? 0 : 1;
        for (int i = 0; i < count; i++) {
            String name = i < parameters.size() ? parameters.get(i).name() : null;
            names.add(i < first ? "this" : name != null ? name : "#" + (i - first));
        }
        return names;
    }

    /** The function that returns the array argument into which the method writes its result. */
    public static Target withOutput(Target target, int output) {
        List<Boolean> flags = new ArrayList<>();
        for (int i = 0; i < target.types().size(); i++) {
            flags.add(i == output);
        }
        Variant plain = target.plain().then(Variant.Kind.OUTPUT, new Activity(flags, List.of()));
        return new Target(
                target.display(),
                target.loader(),
                plain,
                target.types(),
                target.names(),
                target.types().get(output));
    }

    /** The index of a parameter by name, or by {@code #n}. */
    static int parameter(Target target, String name) {
        int first = target.names().contains("this") ? 1 : 0;
        if (name.matches("#\\d+")) {
            int index = Integer.parseInt(name.substring(1)) + first;
            if (index < target.types().size()) {
                return index;
            }
        }
        int index = target.names().indexOf(name);
        if (index < 0) {
            throw new IllegalArgumentException(target.display() + " has no parameter " + name + "; its parameters are "
                    + String.join(
                            ", ", target.names().subList(first, target.names().size()))
                    + (target.names().stream().anyMatch(n -> n.startsWith("#"))
                            ? " (compile it with -g or -parameters to use names)."
                            : "."));
        }
        return index;
    }

    /** One flag per parameter; without names every float, double and array of those. */
    public static List<Boolean> wrt(Target target, List<String> names) {
        List<Boolean> flags = new ArrayList<>();
        for (Class<?> type : target.types()) {
            flags.add(names.isEmpty() && Shapes.isDifferentiable(type));
        }
        for (String name : names) {
            int index = parameter(target, name);
            if (!Shapes.isDifferentiable(target.types().get(index))) {
                throw new IllegalArgumentException("The parameter " + name + " of " + target.display() + " is of type "
                        + target.types().get(index).getSimpleName()
                        + ", which carries no derivative.");
            }
            flags.set(index, true);
        }
        if (!flags.contains(true)) {
            throw new IllegalArgumentException(target.display()
                    + " has no parameter of a floating type or array of those to differentiate with respect to.");
        }
        return flags;
    }
}
