package dev.fluxion.agent.link.program;

import dev.fluxion.agent.derive.activity.RuleTable;
import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Copy;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.operator.FieldGet;
import dev.fluxion.agent.ir.operator.FieldPut;
import dev.fluxion.agent.ir.operator.FieldReference;
import dev.fluxion.agent.ir.operator.Invoke;
import dev.fluxion.agent.ir.operator.MethodReference;
import dev.fluxion.agent.ir.operator.NewObject;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.value.Type;
import dev.fluxion.agent.ir.value.Value;
import dev.fluxion.agent.link.classfile.MethodLookup;
import dev.fluxion.agent.link.classfile.Unfollowable;
import dev.fluxion.agent.optimize.Inline;
import dev.fluxion.agent.optimize.ObjectClasses;
import dev.fluxion.agent.optimize.Optimize;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.MethodNode;

/** What class files tell of the classes whose objects a function of one class may do without. */
final class ObjectTypes implements ObjectClasses {
    private static final int MOST_CALLS = 40;

    /** Where the code of methods and constructors comes from. */
    interface Code {
        /** The IR of a method, null if it cannot be followed or has a rule. */
        Function of(Invoke call);

        /** The IR of a constructor as it is written, null if that cannot be read or has a rule. */
        Function ofConstructor(MethodReference constructor);

        /** The IR of the initializer of the class that declares a field, null if the field is not static and final. */
        Function ofInitializer(FieldReference field);
    }

    private final ClassNode host;
    private final MethodLookup methods;
    private final RuleTable rules;
    private final Code code;
    private final Map<String, Function> constructors = new HashMap<>();
    private final Map<FieldReference, String> constants = new HashMap<>();
    private final Set<String> used = new HashSet<>();

    ObjectTypes(ClassNode host, MethodLookup methods, RuleTable rules, Code code) {
        this.host = host;
        this.methods = methods;
        this.rules = rules;
        this.code = code;
    }

    /** The classes whose constructors were asked for. */
    Set<String> used() {
        return used;
    }

    @Override
    public FieldReference field(String className, FieldReference reference) {
        MethodLookup.FoundField found = methods.find(reference);
        int forbidden = Opcodes.ACC_STATIC | Opcodes.ACC_VOLATILE;
        return found == null || (found.field().access & forbidden) != 0
                ? null
                : new FieldReference(found.owner().name, found.field().name, found.field().desc);
    }

    @Override
    public String constant(FieldReference field) {
        if (!constants.containsKey(field)) {
            String className = classOfConstant(field);
            constants.put(field, className != null && isOfFinalFields(className) ? className : null);
        }
        return constants.get(field);
    }

    private String classOfConstant(FieldReference field) {
        Function initializer = Unfollowable.isOfJdk(field.owner()) ? null : code.ofInitializer(field);
        String className = null;
        Map<Value, String> made = new HashMap<>();
        for (Block block : initializer == null ? List.<Block>of() : initializer.blocks()) {
            for (Op op : block.ops()) {
                if (op.operator() instanceof NewObject creation) {
                    made.put(op.result(), creation.className());
                } else if (op.operator() instanceof FieldPut put
                        && put.isStatic()
                        && put.field().equals(field)) {
                    if (className != null) {
                        return null;
                    }
                    className = made.get(op.operand(0));
                }
            }
        }
        return className;
    }

    private boolean isOfFinalFields(String className) {
        ClassNode type = methods.classNode(className);
        while (type != null && !type.name.equals("java/lang/Object")) {
            for (FieldNode field : type.fields) {
                if ((field.access & (Opcodes.ACC_STATIC | Opcodes.ACC_FINAL)) == 0) {
                    return false;
                }
            }
            type = superclass(type);
        }
        return type != null;
    }

    @Override
    public boolean isInitialized(String className) {
        for (ClassNode type = methods.classNode(className); type != null; type = superclass(type)) {
            // The host has been initialised, and its superclasses, before any of its code runs.
            if (!methods.isSubclass(host, type.name) && declares(type, "<clinit>") || hasInitializedInterface(type)) {
                return true;
            }
        }
        return false;
    }

    private boolean hasInitializedInterface(ClassNode type) {
        for (String name : type.interfaces) {
            ClassNode above = methods.classNode(name);
            if (above == null || declares(above, "<clinit>") || hasInitializedInterface(above)) {
                return true;
            }
        }
        return false;
    }

    private static boolean declares(ClassNode type, String name) {
        for (MethodNode method : type.methods) {
            if (method.name.equals(name)) {
                return true;
            }
        }
        return false;
    }

    private ClassNode superclass(ClassNode type) {
        return type.superName == null ? null : methods.classNode(type.superName);
    }

    @Override
    public Boolean isInstance(String className, Type target) {
        if (target.isArray()) {
            return false;
        }
        ClassNode type = methods.classNode(className);
        return type == null ? null : isBelow(type, target.internalName());
    }

    private Boolean isBelow(ClassNode type, String name) {
        if (type.name.equals(name) || name.equals("java/lang/Object")) {
            return true;
        }
        for (String above : type.interfaces) {
            ClassNode node = methods.classNode(above);
            Boolean below = node == null ? null : isBelow(node, name);
            if (below == null || below) {
                return below;
            }
        }
        if (type.superName == null) {
            return false;
        }
        ClassNode above = superclass(type);
        return above == null ? null : isBelow(above, name);
    }

    @Override
    public Function constructor(Invoke construction, String className) {
        String key = className + " " + construction.method();
        if (!constructors.containsKey(key)) {
            constructors.put(key, null); // a constructor that makes objects of its own class by way of itself
            Function body = prepared(construction.method(), className);
            constructors.put(key, body);
        }
        return constructors.get(key);
    }

    private Function prepared(MethodReference constructor, String className) {
        Function read = Unfollowable.isOfJdk(constructor.owner()) ? null : code.ofConstructor(constructor);
        if (read == null) {
            return null;
        }
        Function body = Copy.of(read);
        Value object = body.parameters().get(0);
        for (int count = 0; count < MOST_CALLS; count++) {
            if (!expandOne(body, object, className)) {
                Optimize.run(body);
                used.add(constructor.owner());
                return keepsToFields(body, object) ? body : null;
            }
        }
        return null;
    }

    /** Puts the body of a call on the object in its place; false if there is none, or none that can be followed. */
    private boolean expandOne(Function body, Value object, String className) {
        for (Block block : body.blocks()) {
            for (int at = 0; at < block.ops().size(); at++) {
                Op op = block.ops().get(at);
                boolean isOnObject = op.operator() instanceof Invoke call
                        && call.kind() != Invoke.Kind.STATIC
                        && op.operand(0) == object;
                if (!isOnObject || !block.handlers().isEmpty()) {
                    continue;
                }
                Invoke call = (Invoke) op.operator();
                if (doesNothing(call.method())) {
                    block.ops().remove(at);
                    return true;
                }
                Function called = called(call, className);
                if (called != null) {
                    Inline.replace(body, block, at, called);
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean doesNothing(MethodReference method) {
        return method.name().equals("<init>")
                && (method.owner().equals("java/lang/Object") || method.owner().equals("java/lang/Record"));
    }

    private Function called(Invoke call, String className) {
        if (call.method().name().equals("<init>")) {
            return constructor(call, className);
        }
        MethodLookup.Found resolved = methods.find(call.method());
        if (resolved == null || rules.treatment(call.method()) != RuleTable.Treatment.FOLLOW) {
            return null;
        }
        if (call.kind() == Invoke.Kind.SPECIAL || resolved.isExact()) {
            return code.of(call);
        }
        ClassNode type = methods.classNode(className);
        MethodLookup.Found selected = type == null ? null : methods.select(type, resolved);
        return selected == null ? null : code.of(new Invoke(call.kind(), call.method(), selected.reference()));
    }

    private static boolean keepsToFields(Function body, Value object) {
        for (Block block : body.blocks()) {
            if (!block.handlers().isEmpty() || block.terminator().operands().contains(object)) {
                return false;
            }
            for (Op op : block.ops()) {
                int used = op.operands().lastIndexOf(object);
                boolean isField = op.operator() instanceof FieldGet || op.operator() instanceof FieldPut;
                if (used > 0 || used == 0 && !isField) {
                    return false;
                }
            }
            if (block.successors().stream().anyMatch(edge -> edge.arguments().contains(object))) {
                return false;
            }
        }
        return true;
    }
}
