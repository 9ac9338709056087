package dev.fluxion.agent.link.classfile;

import org.objectweb.asm.tree.MethodNode;

/** Which methods are derivatives by themselves: stubs, and those of the objects that the API returns. */
public final class StubMethods {
    private static final String PACKAGE = "dev/fluxion/";

    /** What to do about one that cannot be followed. */
    public static final String REMEDY =
            "Inside a method that is differentiated, use stubs, or Fluxion with a lambda or a method reference in the same method"
                    + " or for a static final field, with respect to numbers and arrays of at most two dimensions, of methods"
                    + " that no subclass overrides.";

    private StubMethods() {}

    /** Whether the package of the API declares the method. */
    public static boolean isOfApi(MethodLookup.Found found) {
        return isOfApi(found.owner().name);
    }

    /** Whether the class, by its internal name, is one of the API's. */
    public static boolean isOfApi(String owner) {
        return owner.startsWith(PACKAGE) && owner.indexOf('/', PACKAGE.length()) < 0;
    }

    public static boolean isStub(MethodLookup.Found found) {
        return isStub(found.method());
    }

    public static boolean isStub(MethodNode method) {
        return method.visibleAnnotations != null
                && method.visibleAnnotations.stream()
                        .anyMatch(
                                annotation -> annotation.desc.endsWith("Of;") && isOfApi(annotation.desc.substring(1)));
    }
}
