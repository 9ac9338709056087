package dev.fluxion.agent.ir.operator;

/**
 * A method as class files name it.
 *
 * @param owner internal name of the class the instruction names (an array descriptor for {@code clone} of arrays)
 * @param isInterface whether the owner is an interface, as the constant-pool entry says
 */
public record MethodReference(String owner, String name, String descriptor, boolean isInterface) {
    /** {@code pkg.Class.method}, for messages. */
    public String display() {
        return owner.replace('/', '.') + "." + name;
    }

    @Override
    public String toString() {
        return Notation.className(owner) + "." + Notation.name(name) + descriptor;
    }
}
