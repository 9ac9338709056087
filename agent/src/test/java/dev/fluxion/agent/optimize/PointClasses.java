package dev.fluxion.agent.optimize;

import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.Parser;
import dev.fluxion.agent.ir.operator.FieldReference;
import dev.fluxion.agent.ir.operator.Invoke;
import dev.fluxion.agent.ir.value.Type;
import java.util.Set;

/**
 * Three classes: {@code P} with fields {@code x} and {@code y}, doubles, {@code b}, a byte, and {@code next}, another {@code P};
 * {@code Q} like it, the class of {@code C.ORIGIN}; and {@code R}, of which making the first object runs code.
 */
final class PointClasses implements ObjectClasses {
    private static final Set<String> FIELDS = Set.of("x", "y", "b", "next");

    @Override
    public FieldReference field(String className, FieldReference reference) {
        return FIELDS.contains(reference.name())
                ? new FieldReference(className, reference.name(), reference.descriptor())
                : null;
    }

    @Override
    public String constant(FieldReference field) {
        return field.name().equals("ORIGIN") ? "Q" : null;
    }

    /** Without parameters it does nothing, of one it keeps that as {@code x}, and what it does with two is not known. */
    @Override
    public Function constructor(Invoke construction, String className) {
        return switch (construction.method().descriptor()) {
            case "()V" -> Parser.parse("""
                    function %1$s.<init> -> []
                    b0(this:L%1$s;):
                      return
                    """.formatted(className));
            case "(D)V" -> Parser.parse("""
                    function %1$s.<init> -> []
                    b0(this:L%1$s;, given:D):
                      putfield %1$s.x:D this, given
                      return
                    """.formatted(className));
            default -> null;
        };
    }

    @Override
    public boolean isInitialized(String className) {
        return className.equals("R");
    }

    /** Not known of interfaces, which are called {@code I}. */
    @Override
    public Boolean isInstance(String className, Type type) {
        String name = type.internalName();
        return name.equals("I") ? null : (Boolean) (name.equals(className) || name.equals("java/lang/Object"));
    }
}
