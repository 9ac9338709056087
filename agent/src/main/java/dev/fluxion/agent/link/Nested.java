package dev.fluxion.agent.link;

import dev.fluxion.agent.derive.Unsupported;
import dev.fluxion.agent.ir.Function;
import java.lang.invoke.MethodType;
import java.lang.ref.WeakReference;
import java.util.HashSet;
import java.util.Set;
import org.objectweb.asm.Opcodes;

/**
 * Derivatives that a differentiated method calls: stubs become functions that call derivatives, and are differentiated like any
 * other; the objects that the API returns are known only when the program runs, and are refused.
 */
final class Nested {
    static final String REMEDY =
            "Inside a method that is differentiated, use stubs: @DerivativeOf, @GradientOf, @JvpOf, @VjpOf or"
                    + " @HvpOf, with respect to numbers and flat arrays, for static methods or ones that no subclass overrides.";

    private static final String PACKAGE = "dev/fluxion/";

    private final Linker linker;
    private final WeakReference<ClassLoader> loader;
    private final Set<String> open = new HashSet<>();

    Nested(Linker linker, ClassLoader loader) {
        this.linker = linker;
        this.loader = new WeakReference<>(loader);
    }

    /** Whether the package of the API declares the method. */
    static boolean isOfApi(MethodLookup.Found found) {
        return isOfApi(found.owner().name);
    }

    private static boolean isOfApi(String owner) {
        return owner.startsWith(PACKAGE) && owner.indexOf('/', PACKAGE.length()) < 0;
    }

    static boolean isStub(MethodLookup.Found found) {
        return found.method().visibleAnnotations != null
                && found.method().visibleAnnotations.stream()
                        .anyMatch(
                                annotation -> annotation.desc.endsWith("Of;") && isOfApi(annotation.desc.substring(1)));
    }

    /**
     * What a stub computes.
     *
     * @throws Unsupported if that has no derivative
     */
    Function body(MethodLookup.Found stub) {
        String display = stub.owner().name.replace('/', '.') + "." + stub.method().name;
        if (!open.add(display + stub.method().desc)) {
            throw new Unsupported(
                    "a call of " + display + ", the derivative of a method that calls it,",
                    "Its derivative would need its own: take the call out of the method.");
        }
        try {
            Operator operator = operator(stub);
            if (Overridable.is(linker, operator)) {
                throw new Unsupported("a call of " + display + ", whose method a subclass may override,", REMEDY);
            }
            return NestedBody.of(display, operator);
        } catch (IllegalArgumentException | ReflectiveOperationException mistake) {
            throw new Unsupported("a call of " + display + " (" + mistake.getMessage() + ")", "Correct the stub.");
        } finally {
            open.remove(display + stub.method().desc);
        }
    }

    private Operator operator(MethodLookup.Found stub) throws ReflectiveOperationException {
        ClassLoader visible = loader.get();
        Class<?> owner = Class.forName(stub.owner().name.replace('/', '.'), false, visible);
        MethodType declared = MethodType.fromMethodDescriptorString(stub.method().desc, visible);
        MethodType type = stub.is(Opcodes.ACC_STATIC) ? declared : declared.insertParameterTypes(0, owner);
        return Stub.find(linker, owner, stub.method().name, type);
    }
}
