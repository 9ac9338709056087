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
        if (found.is(Opcodes.ACC_ABSTRACT)) {
            return new Unsupported(call + ", an abstract method,", CHOSEN_REMEDY);
        }
        if (isChosen && !found.isExact()) {
            return new Unsupported(call + ", which a subclass may override,", CHOSEN_REMEDY);
        }
        boolean isSelected = kind != Invoke.Kind.SPECIAL || found.owner().name.equals(method.owner());
        return isSelected ? null : new Unsupported(call + ", for which the JVM selects no method,", MISMATCH_REMEDY);
    }

    /**
     * Whether which method runs is found when the call is made. Of the JDK's methods, which keep what they are passed in objects, only
     * those of functional interfaces are.
     *
     * @param found what the reference resolves to
     */
    public static boolean isOpen(Invoke.Kind kind, MethodLookup.Found found) {
        boolean isChosen = kind == Invoke.Kind.VIRTUAL || kind == Invoke.Kind.INTERFACE;
        return isChosen
                && !found.is(Opcodes.ACC_STATIC)
                && (found.is(Opcodes.ACC_ABSTRACT) || !found.isExact())
                && (!isOfJdk(found.owner().name) || isOfFunction(found));
    }

    /** Whether it is the only method of an interface that is left to those who implement it. */
    private static boolean isOfFunction(MethodLookup.Found found) {
        long left = found.owner().methods.stream()
                .filter(method -> (method.access & Opcodes.ACC_ABSTRACT) != 0 && !method.name.equals("equals"))
                .count();
        return found.isOfInterface() && found.is(Opcodes.ACC_ABSTRACT) && left == 1;
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
