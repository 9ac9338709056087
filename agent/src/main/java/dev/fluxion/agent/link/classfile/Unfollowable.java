package dev.fluxion.agent.link.classfile;

import dev.fluxion.agent.derive.activity.Unsupported;
import dev.fluxion.agent.ir.operator.Invoke;
import dev.fluxion.agent.ir.operator.MethodReference;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;

/** Says why the code of a method that is called cannot be followed, and what helps. */
public final class Unfollowable {
    public static final String RULE_REMEDY =
            "Write a rule for it, or declare it inert if no derivative should flow through it.";

    private static final String CHOSEN_REMEDY =
            "What runs depends on the class of the object: call a static, private or"
                    + " final method, write a rule for this one, or declare it inert if no derivative should flow through it.";

    private static final String OVERRIDABLE_REMEDY =
            "Make the method static, private or final, or, where it is not yours to"
                    + " change, write a rule for it, or declare it inert if no derivative should flow through it.";

    private static final String SEALED_REMEDY =
            "Ask by instanceof or a switch over the permitted classes which of them the object is of,"
                    + " and call the method on a variable of that class; or write a rule for this one, or declare it inert if no derivative"
                    + " should flow through it.";

    private static final String MISMATCH_REMEDY =
            "The plain call throws an error as well: compile the classes again, together.";

    private Unfollowable() {}

    /**
     * Why a call cannot be followed; null if it can.
     *
     * @param found what the reference resolves to, or null
     */
    public static Unsupported why(
            Invoke.Kind kind, MethodReference method, MethodLookup.Found found, MethodLookup methods) {
        String call = "a call of " + method.display();
        if (found == null) {
            return unresolved(call, method, methods);
        }
        if (found.is(Opcodes.ACC_NATIVE)) {
            return MethodLookup.isSignaturePolymorphic(found.owner(), found.method())
                    ? new Unsupported(
                            call + ", which does what the handle stands for,",
                            "Call the method, or use the variable, that the handle stands for by its name.")
                    : new Unsupported(call + ", a native method,", RULE_REMEDY);
        }
        boolean isStaticCall = kind == Invoke.Kind.STATIC;
        if (isStaticCall != found.is(Opcodes.ACC_STATIC)) {
            return new Unsupported(
                    call + ", which is " + (isStaticCall ? "not static any more," : "static now,"), MISMATCH_REMEDY);
        }
        boolean isChosen = kind == Invoke.Kind.VIRTUAL || kind == Invoke.Kind.INTERFACE;
        boolean isSealed = isChosen && isSealed(methods.classNode(method.owner()));
        if (found.is(Opcodes.ACC_ABSTRACT)) {
            return new Unsupported(call + ", an abstract method,", isSealed ? SEALED_REMEDY : CHOSEN_REMEDY);
        }
        if (isChosen && !found.isExact()) {
            return new Unsupported(
                    call + ", which a subclass may override,",
                    isSealed ? SEALED_REMEDY : isOfJdk(found.owner().name) ? CHOSEN_REMEDY : OVERRIDABLE_REMEDY);
        }
        boolean isSelected = kind != Invoke.Kind.SPECIAL || found.owner().name.equals(method.owner());
        return isSelected ? null : new Unsupported(call + ", for which the JVM selects no method,", MISMATCH_REMEDY);
    }

    /** An enum whose constants have bodies is sealed as well, but their classes have no names. */
    private static boolean isSealed(ClassNode named) {
        return named != null && named.permittedSubclasses != null && !"java/lang/Enum".equals(named.superName);
    }

    private static Unsupported unresolved(String call, MethodReference method, MethodLookup methods) {
        ClassNode owner = methods.classNode(method.owner());
        if (owner == null) {
            return new Unsupported(call + ", whose class file was not found,", RULE_REMEDY);
        }
        String missing = methods.missingAbove(owner);
        return missing == null
                ? new Unsupported(call + ", a method that its class does not have,", MISMATCH_REMEDY)
                : new Unsupported(
                        call + ", whose superclass or interface " + missing.replace('/', '.')
                                + " has no class file that was found,",
                        RULE_REMEDY);
    }

    /** Whether nobody who uses the JDK can change the class. */
    public static boolean isOfJdk(String internalName) {
        return NamedModules.areOfJdk(internalName.substring(0, Math.max(0, internalName.lastIndexOf('/'))));
    }
}
