package dev.fluxion.agent.link.rule;

import dev.fluxion.agent.derive.activity.RuleTable;
import dev.fluxion.agent.derive.activity.RuleTable.Treatment;
import dev.fluxion.agent.read.ClassFiles;
import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AnnotationNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * What a method of a rule class declares.
 *
 * @param ruleClass the class file; the code of a rule is parsed when a call needs it
 * @param display {@code pkg.Class.method} of the rule
 * @param name of the rule and of the methods that it is for
 * @param descriptor of the rule
 * @param target descriptor of the methods that it is for, with the receiver first if they have one
 * @param targets internal names of their classes
 * @param tangents how many tangents the rule takes
 * @param fault what is wrong with the declaration, as half a sentence about the rule; null if nothing is
 */
record RuleDeclaration(
        byte[] ruleClass,
        String display,
        String name,
        String descriptor,
        String target,
        List<String> targets,
        Treatment treatment,
        boolean takesResult,
        int tangents,
        String fault) {
    private static final String PACKAGE = "Ldev/fluxion/rules/";

    /** All that a rule class declares. */
    static List<RuleDeclaration> of(byte[] ruleClass) {
        ClassNode rules = ClassFiles.declarations(ruleClass);
        List<String> targets = targets(rules);
        List<RuleDeclaration> declarations = new ArrayList<>();
        for (MethodNode method : rules.methods) {
            Treatment treatment = find(method.visibleAnnotations, "Jvp") != null ? Treatment.RULE : treatment(method);
            if (treatment != null) {
                declarations.add(new Parser(rules, method).parse(ruleClass, targets, treatment));
            }
        }
        return declarations;
    }

    /** What a method, of the program or of a rule class, is declared to be by its annotations; null if nothing. */
    static Treatment treatment(MethodNode method) {
        if (find(method.visibleAnnotations, "ZeroDerivative") != null) {
            return Treatment.ZERO_DERIVATIVE;
        }
        return find(method.visibleAnnotations, "Inert") != null ? Treatment.INERT : null;
    }

    /** The descriptor of an instance method of a class that the declaration is for; null if it takes no such receiver. */
    String instanceTarget(String owner) {
        String start = "(L" + owner + ";";
        return target.startsWith(start) ? "(".concat(target.substring(start.length())) : null;
    }

    /** Internal names of the classes whose methods a rule class is for. */
    static List<String> targets(byte[] ruleClass) {
        return targets(ClassFiles.declarations(ruleClass));
    }

    private static List<String> targets(ClassNode rules) {
        List<String> targets = new ArrayList<>();
        AnnotationNode annotation = find(rules.visibleAnnotations, "RulesFor");
        for (int i = 0; annotation != null && annotation.values != null && i < annotation.values.size(); i += 2) {
            for (Object target : (List<?>) annotation.values.get(i + 1)) {
                targets.add(
                        target instanceof Type type
                                ? type.getInternalName()
                                : target.toString().replace('.', '/'));
            }
        }
        return targets;
    }

    private static AnnotationNode find(List<AnnotationNode> annotations, String name) {
        if (annotations == null) {
            return null;
        }
        String descriptor = PACKAGE + name + ";";
        for (AnnotationNode annotation : annotations) {
            if (annotation.desc.equals(descriptor)) {
                return annotation;
            }
        }
        return null;
    }

    /** Sorts a rule's parameters by what they are marked as. */
    private static final class Parser {
        private final ClassNode owner;
        private final MethodNode method;
        private final Type result;
        private final List<Type> arguments = new ArrayList<>();
        private final List<Type> tangents = new ArrayList<>();
        private boolean takesResult;
        private String fault;

        Parser(ClassNode owner, MethodNode method) {
            this.owner = owner;
            this.method = method;
            this.result = Type.getReturnType(method.desc);
        }

        RuleDeclaration parse(byte[] ruleClass, List<String> targets, Treatment treatment) {
            require((method.access & Opcodes.ACC_STATIC) != 0, "it is not static");
            if (treatment == Treatment.RULE) {
                parameters();
                check();
            } else {
                arguments.addAll(List.of(Type.getArgumentTypes(method.desc)));
            }
            return new RuleDeclaration(
                    ruleClass,
                    owner.name.replace('/', '.') + "." + method.name,
                    method.name,
                    method.desc,
                    Type.getMethodDescriptor(result, arguments.toArray(Type[]::new)),
                    targets,
                    treatment,
                    takesResult,
                    tangents.size(),
                    fault);
        }

        private void parameters() {
            Type[] types = Type.getArgumentTypes(method.desc);
            for (int i = 0; i < types.length; i++) {
                List<AnnotationNode> annotations =
                        method.visibleParameterAnnotations == null ? null : method.visibleParameterAnnotations[i];
                if (find(annotations, "Result") != null) {
                    require(
                            !takesResult && tangents.isEmpty(),
                            "its @Result does not come between arguments and tangents");
                    require(types[i].equals(result), "its @Result has another type than the rule");
                    takesResult = true;
                } else if (find(annotations, "Tangent") != null) {
                    tangents.add(types[i]);
                } else {
                    require(!takesResult && tangents.isEmpty(), "an argument comes after @Result or @Tangent");
                    arguments.add(types[i]);
                }
            }
        }

        private void check() {
            int bodiless = Opcodes.ACC_NATIVE | Opcodes.ACC_ABSTRACT;
            require((method.access & bodiless) == 0, "it has no body");
            require(
                    result.getSort() == Type.DOUBLE || result.getSort() == Type.FLOAT,
                    "it returns no double or float, and rules are for methods that return one");
            List<Type> expected = new ArrayList<>();
            for (Type argument : arguments) {
                if (RuleTable.hasTangent(dev.fluxion.agent.ir.value.Type.ofDescriptor(argument.getDescriptor()))) {
                    expected.add(argument);
                }
            }
            require(
                    tangents.equals(expected),
                    "its parameters marked @Tangent should be " + names(expected)
                            + ", one for each argument that is a double, a float or an array of those, and are "
                            + names(tangents));
        }

        private static String names(List<Type> types) {
            if (types.isEmpty()) {
                return "none";
            }
            StringBuilder names = new StringBuilder();
            for (Type type : types) {
                names.append(names.isEmpty() ? "" : ", ").append(type.getClassName());
            }
            return names.toString();
        }

        private void require(boolean holds, String otherwise) {
            if (!holds && fault == null) {
                fault = otherwise;
            }
        }
    }
}
