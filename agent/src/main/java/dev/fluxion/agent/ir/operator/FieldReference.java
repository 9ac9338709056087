package dev.fluxion.agent.ir.operator;

/** A field as class files name it; {@code owner} is an internal name. */
public record FieldReference(String owner, String name, String descriptor) {
    @Override
    public String toString() {
        return Notation.className(owner) + "." + Notation.name(name) + ":" + descriptor;
    }
}
