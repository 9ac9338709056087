package dev.fluxion.agent.ir;

/** {@code [receiver,] arguments... -> [result]}: a call of a method by name. */
public record Invoke(Kind kind, MethodReference method) implements Operator {
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

    /** A call of a static method. */
    public static Invoke ofStatic(String owner, String name, String descriptor) {
        return new Invoke(Kind.STATIC, new MethodReference(owner, name, descriptor, false));
    }

    @Override
    public boolean mayThrow() {
        return true;
    }

    @Override
    public boolean isPure() {
        return false;
    }

    @Override
    public String text() {
        return "invoke" + Notation.call(kind, method) + method;
    }
}
