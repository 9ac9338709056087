package dev.fluxion.agent.report;

import dev.fluxion.agent.ir.operator.MethodReference;

/** A method as people write it, {@code loss(double[],int)}: types by their simple names. */
final class ParameterTypes {
    private ParameterTypes() {}

    static String display(MethodReference method) {
        String descriptor = method.descriptor();
        StringBuilder out = new StringBuilder(method.name()).append('(');
        int at = 1;
        while (descriptor.charAt(at) != ')') {
            int dimensions = 0;
            while (descriptor.charAt(at + dimensions) == '[') {
                dimensions++;
            }
            int first = at + dimensions;
            int last = descriptor.charAt(first) == 'L' ? descriptor.indexOf(';', first) : first;
            out.append(at == 1 ? "" : ",")
                    .append(simple(descriptor.substring(first, last + 1)))
                    .append("[]".repeat(dimensions));
            at = last + 1;
        }
        return out.append(')').toString();
    }

    private static String simple(String descriptor) {
        return switch (descriptor.charAt(0)) {
            case 'B' -> "byte";
            case 'C' -> "char";
            case 'D' -> "double";
            case 'F' -> "float";
            case 'I' -> "int";
            case 'J' -> "long";
            case 'S' -> "short";
            case 'Z' -> "boolean";
            default -> descriptor.substring(Math.max(descriptor.lastIndexOf('/'), 0) + 1, descriptor.length() - 1);
        };
    }
}
