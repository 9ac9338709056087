package dev.fluxion.agent.link.rule;

import dev.fluxion.agent.derive.activity.InertEffects;
import dev.fluxion.agent.derive.activity.RuleForm;
import dev.fluxion.agent.derive.activity.RuleTable;
import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.operator.FieldGet;
import dev.fluxion.agent.ir.operator.FieldPut;
import dev.fluxion.agent.ir.operator.FieldReference;
import dev.fluxion.agent.ir.operator.Invoke;
import dev.fluxion.agent.ir.operator.MethodReference;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.known.KnownCode;
import dev.fluxion.agent.known.MethodFact;
import dev.fluxion.agent.link.classfile.MethodLookup;
import dev.fluxion.agent.optimize.Optimize;
import dev.fluxion.agent.read.ClassFiles;
import dev.fluxion.agent.read.Hierarchy;
import dev.fluxion.agent.read.MethodReader;
import dev.fluxion.agent.read.UnreadableMethodException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * A rule table read from rule classes as class files; the classes are never loaded. A declaration is for the method of a class that
 * a call resolves to, whatever class the call names.
 */
final class ClassFileRules implements RuleTable {
    private record Key(String owner, String name, String descriptor, boolean isStatic) {}

    /**
     * How calls of a method are treated.
     *
     * @param rule what a rule class declares; null if the treatment comes from elsewhere
     * @param isBuiltIn whether that is one of the agent's own
     * @param key of the rule
     * @param only the method that this is for, if the class of a receiver may override it; else null
     */
    private record Decision(
            Treatment treatment, RuleDeclaration rule, boolean isBuiltIn, Key key, MethodReference only) {}

    private record Checked(Rule rule, String fault) {}

    /** The declarations of one of the agent's own rule classes. */
    private static final class BuiltIn {
        private final Map<Key, RuleDeclaration> declarations = new HashMap<>();
        /** What they are read from when they are first asked for; null if they have been. */
        private RuleClass unread;

        BuiltIn(RuleClass ruleClass) {
            this.unread = ruleClass;
        }

        synchronized RuleDeclaration get(Key key) {
            if (unread != null) {
                read();
            }
            return declarations.get(key);
        }

        /** Returns the classes that the rules are for. */
        synchronized Set<String> read() {
            Set<String> targets = new HashSet<>();
            for (RuleDeclaration declaration : RuleDeclaration.of(unread.file())) {
                for (String target : declaration.targets()) {
                    declarations.put(new Key(target, declaration.name(), declaration.target(), true), declaration);
                    targets.add(target);
                }
            }
            unread.check(targets);
            unread = null;
            return targets;
        }
    }

    private final List<KnownCode> inert;
    private final MethodLookup methods;
    /** By the class whose methods the rules are for. Of two for one method the last counts. */
    private final Map<String, List<BuiltIn>> builtIn = new HashMap<>();

    private final Map<Key, RuleDeclaration> ofApplication = new HashMap<>();
    /** Names and descriptors of what an application's rules are for: calls of other methods need not be resolved. */
    private final Set<String> signatures = new HashSet<>();

    private final Map<Key, RuleDeclaration> second = new HashMap<>();
    private final Map<MethodReference, Decision> decisions = new ConcurrentHashMap<>();
    private final Map<Key, Checked> rules = new ConcurrentHashMap<>();

    /** @param inert the lists, of which the first that knows a method decides */
    ClassFileRules(List<KnownCode> inert, MethodLookup methods) {
        this.inert = inert;
        this.methods = methods;
    }

    /** Adds a rule class that comes with the agent, for static methods. */
    void addBuiltIn(RuleClass ruleClass) {
        BuiltIn added = new BuiltIn(ruleClass);
        for (String target : ruleClass.targets().isEmpty() ? added.read() : ruleClass.targets()) {
            List<BuiltIn> ofTarget = builtIn.get(target);
            if (ofTarget == null) {
                ofTarget = new ArrayList<>();
                builtIn.put(target, ofTarget);
            }
            ofTarget.add(added);
        }
    }

    private RuleDeclaration builtIn(Key key) {
        List<BuiltIn> ofTarget = builtIn.get(key.owner());
        if (ofTarget != null) {
            for (int i = ofTarget.size() - 1; i >= 0; i--) {
                RuleDeclaration declaration = ofTarget.get(i).get(key);
                if (declaration != null) {
                    return declaration;
                }
            }
        }
        return null;
    }

    /**
     * Adds a rule class of an application, whose rules take precedence over the agent's.
     *
     * @param log is told of rules that cannot be used
     */
    void add(RuleClass ruleClass, Consumer<String> log) {
        List<RuleDeclaration> added = RuleDeclaration.of(ruleClass.file());
        if (added.isEmpty()) {
            log.accept("The rule class " + ruleClass.name()
                    + " declares nothing: no method of it is annotated @Jvp, @ZeroDerivative or @Inert.");
        }
        for (RuleDeclaration declaration : added) {
            add(declaration, log);
        }
    }

    private void add(RuleDeclaration declaration, Consumer<String> log) {
        String rule = "The rule " + declaration.display();
        if (declaration.targets().isEmpty()) {
            log.accept(rule + " is never used: its class names no class by @RulesFor.");
            return;
        }
        if (declaration.fault() != null) {
            log.accept(rule + " cannot be used: " + declaration.fault() + ".");
        }
        boolean found = false;
        String missing = null;
        for (String target : declaration.targets()) {
            ClassNode owner = methods.classNode(target);
            if (owner != null) {
                boolean isStatic = declares(owner, declaration.name(), declaration.target(), true);
                String instance = declaration.instanceTarget(target);
                if (isStatic || instance != null && declares(owner, declaration.name(), instance, false)) {
                    found = true;
                    String descriptor = isStatic ? declaration.target() : instance;
                    put(new Key(target, declaration.name(), descriptor, isStatic), declaration, log);
                } else if (missing == null) {
                    missing = target.replace('/', '.') + " declares no such method, static or with the receiver first"
                            + declared(owner, declaration.name());
                }
            }
        }
        if (!found && missing != null) {
            log.accept(rule + " is never used: it is for a method " + declaration.name() + declaration.target()
                    + ", and " + missing + ".");
        }
    }

    private void put(Key key, RuleDeclaration declaration, Consumer<String> log) {
        signatures.add(key.name().concat(key.descriptor()));
        RuleDeclaration first = ofApplication.putIfAbsent(key, declaration);
        if (first != null) {
            second.put(key, declaration);
            log.accept("The rules " + first.display() + " and " + declaration.display()
                    + " cannot be used: they are for the same method.");
        }
    }

    private static boolean declares(ClassNode owner, String name, String descriptor, boolean isStatic) {
        for (MethodNode method : owner.methods) {
            if (method.name.equals(name) && method.desc.equals(descriptor)) {
                return isStatic == ((method.access & Opcodes.ACC_STATIC) != 0);
            }
        }
        return false;
    }

    private static String declared(ClassNode owner, String name) {
        StringBuilder text = new StringBuilder();
        for (MethodNode method : owner.methods) {
            if (method.name.equals(name)) {
                text.append(text.isEmpty() ? ", but " : " and ").append(name).append(method.desc);
            }
        }
        return text.toString();
    }

    @Override
    public Treatment treatment(MethodReference method) {
        return decision(method).treatment();
    }

    @Override
    public boolean isFunction(MethodReference method) {
        return decision(method).isBuiltIn();
    }

    @Override
    public MethodReference onlyFor(Invoke call) {
        boolean isChosen = call.kind() == Invoke.Kind.VIRTUAL || call.kind() == Invoke.Kind.INTERFACE;
        return isChosen ? decision(call.method()).only() : null;
    }

    @Override
    public String fault(MethodReference method) {
        Decision decision = decision(method);
        String fault = checked(decision).fault();
        return fault == null ? null : "whose rule " + decision.rule().display() + " cannot be used: " + fault;
    }

    @Override
    public Rule rule(MethodReference method) {
        return checked(decision(method)).rule();
    }

    private Decision decision(MethodReference method) {
        Decision known = decisions.get(method);
        if (known == null) {
            known = decide(method);
            decisions.put(method, known);
        }
        return known;
    }

    private Decision decide(MethodReference method) {
        if (signatures.contains(method.name().concat(method.descriptor()))) {
            MethodLookup.Found found = methods.find(method);
            Key key = found == null ? null : key(found);
            RuleDeclaration rule = ofApplication.get(key);
            if (rule != null) {
                boolean isUsable = rule.fault() == null && !second.containsKey(key);
                return new Decision(isUsable ? rule.treatment() : Treatment.RULE, rule, false, key, only(found));
            }
        }
        Key key = new Key(method.owner(), method.name(), method.descriptor(), true);
        RuleDeclaration rule = builtIn(key);
        if (rule != null) {
            return new Decision(rule.treatment(), rule, true, key, null);
        }
        for (KnownCode list : inert) {
            Treatment listed = listed(list, method);
            if (listed != null) {
                return new Decision(listed, null, false, null, null);
            }
        }
        if (!InertEffects.isOfJdk(method) && !method.name().equals("<init>")) {
            MethodLookup.Found found = methods.find(method);
            Treatment annotated = found == null ? null : RuleDeclaration.treatment(found.method());
            if (annotated != null) {
                return new Decision(annotated, null, false, null, only(found));
            }
        }
        return new Decision(Treatment.FOLLOW, null, false, null, null);
    }

    private static Treatment listed(KnownCode list, MethodReference method) {
        if (list.says(MethodFact.INERT, method)) {
            return Treatment.INERT;
        }
        if (list.says(MethodFact.ENCODES, method)) {
            return Treatment.ENCODES;
        }
        return list.says(MethodFact.DECODES, method) ? Treatment.DECODES : null;
    }

    private static Key key(MethodLookup.Found found) {
        return new Key(found.owner().name, found.method().name, found.method().desc, found.is(Opcodes.ACC_STATIC));
    }

    // Of an abstract method, all that implement it are meant: there is no code that the declaration could be for.
    private static MethodReference only(MethodLookup.Found found) {
        if (found.isExact() || found.is(Opcodes.ACC_ABSTRACT)) {
            return null;
        }
        boolean isInterface = (found.owner().access & Opcodes.ACC_INTERFACE) != 0;
        return new MethodReference(found.owner().name, found.method().name, found.method().desc, isInterface);
    }

    private Checked checked(Decision decision) {
        return rules.computeIfAbsent(decision.key(), key -> {
            RuleDeclaration rule = decision.rule();
            RuleDeclaration other = second.get(key);
            if (other != null) {
                return new Checked(null, other.display() + " is for the same method");
            }
            if (rule.fault() != null) {
                return new Checked(null, rule.fault());
            }
            Checked read = read(rule);
            String closed = read.fault() == null && !decision.isBuiltIn() ? closedCall(read.rule()) : null;
            return closed == null ? read : new Checked(null, closed);
        });
    }

    /** The code becomes part of classes that may call more than the rule's own class, even of the JDK's: it may call what everybody may. */
    private String closedCall(Rule rule) {
        for (Block block : rule.function().blocks()) {
            for (Op op : block.ops()) {
                if (op.operator() instanceof Invoke call) {
                    MethodLookup.Found found = methods.find(call.method());
                    if (found == null || !found.is(Opcodes.ACC_PUBLIC)) {
                        return "it calls " + call.method().display() + ", which is not public, at line "
                                + op.position().line();
                    }
                } else if (op.operator() instanceof FieldGet || op.operator() instanceof FieldPut) {
                    FieldReference field =
                            op.operator() instanceof FieldGet get ? get.field() : ((FieldPut) op.operator()).field();
                    MethodLookup.FoundField found = methods.find(field);
                    if (found == null || (found.field().access & Opcodes.ACC_PUBLIC) == 0) {
                        return "it uses the field " + field.name() + ", which is not public, at line "
                                + op.position().line();
                    }
                }
            }
        }
        return null;
    }

    private static Checked read(RuleDeclaration rule) {
        ClassNode owner = ClassFiles.withMethod(rule.ruleClass(), rule.name(), rule.descriptor());
        Function function;
        try {
            function = MethodReader.read(owner, owner.methods.get(0), Hierarchy.of(path -> null));
        } catch (UnreadableMethodException unreadable) {
            return new Checked(null, unreadable.getMessage());
        }
        Optimize.run(function);
        RuleForm form = RuleForm.of(function, rule.tangents());
        return form.fault() == null
                ? new Checked(new Rule(function, rule.takesResult(), form), null)
                : new Checked(null, form.fault());
    }
}
