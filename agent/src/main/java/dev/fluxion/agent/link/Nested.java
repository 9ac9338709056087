package dev.fluxion.agent.link;

/** Tells derivatives, of which none is taken, from the program's other methods: stubs, and what the package of the API declares. */
final class Nested {
    static final String REMEDY = "For second derivatives use Fluxion.hvp, Fluxion.hessian, @HvpOf or @HessianOf.";

    private static final String PACKAGE = "dev/fluxion/";

    private Nested() {}

    static boolean isDerivative(MethodLookup.Found found) {
        return isOfApi(found.owner().name) || isStub(found);
    }

    private static boolean isOfApi(String owner) {
        return owner.startsWith(PACKAGE) && owner.indexOf('/', PACKAGE.length()) < 0;
    }

    private static boolean isStub(MethodLookup.Found found) {
        return found.method().visibleAnnotations != null
                && found.method().visibleAnnotations.stream()
                        .anyMatch(
                                annotation -> annotation.desc.endsWith("Of;") && isOfApi(annotation.desc.substring(1)));
    }
}
