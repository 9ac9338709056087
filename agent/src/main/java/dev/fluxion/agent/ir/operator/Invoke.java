package dev.fluxion.agent.ir.operator;

import java.util.List;
import java.util.Locale;

/**
 * {@code [receiver,] arguments... -> [result]}: a call of a method by name.
 *
 * @param runs the method that every receiver at this place runs, as its class declares it, where that is known of a call that
 *     chooses by the receiver; else null
 */
public record Invoke(Kind kind, MethodReference method, MethodReference runs) implements Operator {
    /** The JVM's four ways to call by name; the value is the opcode. */
    public enum Kind {
        VIRTUAL(182),
        SPECIAL(183),
        STATIC(184),
        INTERFACE(185);

        private final int opcode;

        Kind(int opcode) {
            this.opcode = opcode;
        }

        public int opcode() {
            return opcode;
        }
    }

    public Invoke(Kind kind, MethodReference method) {
        this(kind, method, null);
    }

    /** A call of a static method. */
    public static Invoke ofStatic(String owner, String name, String descriptor) {
        return new Invoke(Kind.STATIC, new MethodReference(owner, name, descriptor, false));
    }

    /** The method whose code is followed. */
    public Variant callee() {
        return runs == null ? new Variant(kind, method, List.of()) : new Variant(Kind.SPECIAL, runs, List.of());
    }

    @Override
    public OpKind opKind() {
        return OpKind.INVOKE;
    }

    @Override
    public boolean mayThrow() {
        return true;
    }

    @Override
    public boolean isPure() {
        return false;
    }

    /** How a method is called, and whether its owner is an interface where that does not follow. */
    static String way(Kind kind, MethodReference method) {
        boolean surprising = method.isInterface() && kind != Kind.INTERFACE;
        return kind.name().toLowerCase(Locale.ROOT) + (surprising ? " interface " : " ");
    }

    @Override
    public String text() {
        String call = "invoke" + way(kind, method) + method;
        return runs == null ? call : call + " runs" + (runs.isInterface() ? " interface " : " ") + runs;
    }
}
