/**
 * Derivative rules: how a tangent passes through a method that is not differentiated itself. A rule is an ordinary static method,
 * read as bytecode by Fluxion's compiler and never run; {@code docs/rules.md} tells how to write one. Besides the annotations this
 * package holds the rules for {@link java.lang.Math} and {@link java.lang.StrictMath}.
 */
package dev.fluxion.rules;
