package dev.fluxion.agent.derive.graph;

import dev.fluxion.agent.ir.value.Element;
import dev.fluxion.agent.ir.value.Type;

/** The tape's three stacks. */
public enum Stack {
    DOUBLES("double", "[D", Element.DOUBLE),
    INTS("int", "[I", Element.INT),
    OBJECTS("object", "[Ljava/lang/Object;", Element.REFERENCE);

    private final String prefix;
    private final Type buffer;
    private final Element element;

    Stack(String prefix, String buffer, Element element) {
        this.prefix = prefix;
        this.buffer = Type.ofDescriptor(buffer);
        this.element = element;
    }

    /** The stack that holds residuals of a type; a long takes two ints, a float is widened. */
    public static Stack of(Type type) {
        return switch (type.kind()) {
            case DOUBLE, FLOAT -> DOUBLES;
            case INT, LONG -> INTS;
            case REFERENCE -> OBJECTS;
        };
    }

    /** How many entries a residual of the type takes. */
    public static int width(Type type) {
        return type.kind() == Type.Kind.LONG ? 2 : 1;
    }

    /** The tape's field that holds the first free index. */
    public String cursorField() {
        return prefix + "Cursor";
    }

    /** The tape's method that returns the buffer. */
    public String bufferMethod() {
        return prefix + "s";
    }

    /** The tape's method that makes room. */
    public String ensureMethod() {
        return "ensure" + Character.toUpperCase(prefix.charAt(0)) + prefix.substring(1) + "s";
    }

    public Type buffer() {
        return buffer;
    }

    public Element element() {
        return element;
    }
}
