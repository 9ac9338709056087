package dev.fluxion.agent.link;

import dev.fluxion.agent.derive.RuleTable;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.MethodReference;
import dev.fluxion.agent.optimize.Optimize;
import dev.fluxion.agent.read.ClassFiles;
import dev.fluxion.agent.read.Hierarchy;
import dev.fluxion.agent.read.MethodReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AnnotationNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/** A rule table read from rule classes as class files; the classes are never loaded. */
final class ClassFileRules implements RuleTable {
    private static final String PACKAGE = "Ldev/fluxion/rules/";

    private record Key(String owner, String name, String descriptor) {}

    private record Declaration(ClassNode owner, MethodNode method, Treatment treatment, boolean takesResult) {}

    private final InertList inert;
    private final Map<Key, Declaration> declarations = new HashMap<>();
    private final Map<Key, Rule> rules = new ConcurrentHashMap<>();
    private final Map<MethodReference, Treatment> treatments = new ConcurrentHashMap<>();

    private ClassFileRules(InertList inert) {
        this.inert = inert;
    }

    /** @param ruleClasses class files of rule classes */
    static ClassFileRules of(List<byte[]> ruleClasses, InertList inert) {
        ClassFileRules table = new ClassFileRules(inert);
        ruleClasses.forEach(bytes -> table.add(ClassFiles.parse(bytes)));
        return table;
    }

    private void add(ClassNode rules) {
        List<String> targets = targets(rules);
        for (MethodNode method : rules.methods) {
            if (find(method.visibleAnnotations, "Jvp") != null) {
                List<Type> primal = new ArrayList<>();
                boolean takesResult = false;
                Type[] types = Type.getArgumentTypes(method.desc);
                for (int i = 0; i < types.length; i++) {
                    List<AnnotationNode> annotations =
                            method.visibleParameterAnnotations == null ? null : method.visibleParameterAnnotations[i];
                    if (find(annotations, "Result") != null) {
                        takesResult = true;
                    } else if (find(annotations, "Tangent") == null) {
                        primal.add(types[i]);
                    }
                }
                String descriptor =
                        Type.getMethodDescriptor(Type.getReturnType(method.desc), primal.toArray(Type[]::new));
                declare(targets, method.name, descriptor, new Declaration(rules, method, Treatment.RULE, takesResult));
            } else if (find(method.visibleAnnotations, "ZeroDerivative") != null) {
                Declaration zero = new Declaration(rules, method, Treatment.ZERO_DERIVATIVE, false);
                declare(targets, method.name, method.desc, zero);
            } else if (find(method.visibleAnnotations, "Inert") != null) {
                declare(targets, method.name, method.desc, new Declaration(rules, method, Treatment.INERT, false));
            }
        }
    }

    private void declare(List<String> targets, String name, String descriptor, Declaration declaration) {
        for (String target : targets) {
            declarations.put(new Key(target, name, descriptor), declaration);
        }
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
        return annotations.stream()
                .filter(annotation -> annotation.desc.equals(PACKAGE + name + ";"))
                .findFirst()
                .orElse(null);
    }

    /** Whether a method carries our annotation that nothing flows through it. */
    static boolean isDeclaredInert(MethodNode method) {
        return find(method.visibleAnnotations, "Inert") != null;
    }

    @Override
    public Treatment treatment(MethodReference method) {
        return treatments.computeIfAbsent(method, m -> {
            Declaration declaration = declarations.get(key(m));
            if (declaration != null) {
                return declaration.treatment();
            }
            Treatment listed = inert.treatment(m);
            return listed != null ? listed : Treatment.FOLLOW;
        });
    }

    @Override
    public Rule rule(MethodReference method) {
        return rules.computeIfAbsent(key(method), key -> {
            Declaration declaration = declarations.get(key);
            Hierarchy noHierarchy = Hierarchy.of(path -> null);
            Function function = MethodReader.read(declaration.owner(), declaration.method(), noHierarchy);
            Optimize.run(function);
            return new Rule(function, declaration.takesResult());
        });
    }

    private static Key key(MethodReference method) {
        return new Key(method.owner(), method.name(), method.descriptor());
    }
}
