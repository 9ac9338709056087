package dev.fluxion.agent.link;

import dev.fluxion.agent.derive.RuleTable;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.MethodReference;
import dev.fluxion.agent.optimize.Optimize;
import dev.fluxion.agent.read.ClassFiles;
import dev.fluxion.agent.read.Hierarchy;
import dev.fluxion.agent.read.MethodReader;
import java.util.ArrayList;
import java.util.Collection;
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

    /** @param ruleClass the class file; the code of a rule is parsed when a call needs it */
    private record Declaration(
            byte[] ruleClass, String name, String descriptor, Treatment treatment, boolean takesResult) {}

    private final InertList inert;
    private final Map<Key, Declaration> declarations = new HashMap<>();
    private final Map<Key, Rule> rules = new ConcurrentHashMap<>();
    private final Map<MethodReference, Treatment> treatments = new ConcurrentHashMap<>();

    private ClassFileRules(InertList inert) {
        this.inert = inert;
    }

    /** @param ruleClasses class files of rule classes */
    static ClassFileRules of(Collection<byte[]> ruleClasses, InertList inert) {
        ClassFileRules table = new ClassFileRules(inert);
        ruleClasses.forEach(table::add);
        return table;
    }

    private void add(byte[] ruleClass) {
        ClassNode rules = ClassFiles.declarations(ruleClass);
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
                declare(targets, descriptor, declaration(ruleClass, method, Treatment.RULE, takesResult));
            } else if (find(method.visibleAnnotations, "ZeroDerivative") != null) {
                declare(targets, method.desc, declaration(ruleClass, method, Treatment.ZERO_DERIVATIVE, false));
            } else if (find(method.visibleAnnotations, "Inert") != null) {
                declare(targets, method.desc, declaration(ruleClass, method, Treatment.INERT, false));
            }
        }
    }

    private static Declaration declaration(
            byte[] ruleClass, MethodNode method, Treatment treatment, boolean takesResult) {
        return new Declaration(ruleClass, method.name, method.desc, treatment, takesResult);
    }

    private void declare(List<String> targets, String descriptor, Declaration declaration) {
        for (String target : targets) {
            declarations.put(new Key(target, declaration.name(), descriptor), declaration);
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
        String descriptor = PACKAGE + name + ";";
        for (AnnotationNode annotation : annotations) {
            if (annotation.desc.equals(descriptor)) {
                return annotation;
            }
        }
        return null;
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
            ClassNode owner =
                    ClassFiles.withMethod(declaration.ruleClass(), declaration.name(), declaration.descriptor());
            Hierarchy noHierarchy = Hierarchy.of(path -> null);
            Function function = MethodReader.read(owner, owner.methods.get(0), noHierarchy);
            Optimize.run(function);
            return new Rule(function, declaration.takesResult());
        });
    }

    private static Key key(MethodReference method) {
        return new Key(method.owner(), method.name(), method.descriptor());
    }
}
