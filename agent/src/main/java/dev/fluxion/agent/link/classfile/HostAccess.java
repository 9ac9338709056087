package dev.fluxion.agent.link.classfile;

import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.Handler;
import dev.fluxion.agent.ir.operator.CheckCast;
import dev.fluxion.agent.ir.operator.Constant;
import dev.fluxion.agent.ir.operator.FieldGet;
import dev.fluxion.agent.ir.operator.FieldPut;
import dev.fluxion.agent.ir.operator.FieldReference;
import dev.fluxion.agent.ir.operator.InstanceOf;
import dev.fluxion.agent.ir.operator.Invoke;
import dev.fluxion.agent.ir.operator.InvokeDynamic;
import dev.fluxion.agent.ir.operator.MethodReference;
import dev.fluxion.agent.ir.operator.NewArray;
import dev.fluxion.agent.ir.operator.NewObject;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.operator.Operator;
import dev.fluxion.agent.ir.value.Type;
import java.util.HashSet;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;

/**
 * What code may do that stands in another class than it was written in: what that class's own code does there, what is public in
 * exported packages, and what is not private in the class's own package.
 */
public final class HostAccess {
    private final ClassNode host;
    private final MethodLookup methods;
    private final Set<Operator> own = new HashSet<>();

    private HostAccess(ClassNode host, MethodLookup methods) {
        this.host = host;
        this.methods = methods;
    }

    /** What a function of the class does is allowed. */
    public static HostAccess of(Function function, ClassNode host, MethodLookup methods) {
        HostAccess access = new HostAccess(host, methods);
        for (Block block : function.blocks()) {
            block.ops().forEach(op -> access.own.add(op.operator()));
        }
        return access;
    }

    private static String packageOf(String internalName) {
        return internalName.substring(0, Math.max(0, internalName.lastIndexOf('/')));
    }

    /**
     * Whether the JVM lets a class use all members that a function of it uses, as far as their classes are known. If not, the function has
     * to stay as it is, so that the JVM throws; as it does where a member of the JDK's is used, which is never inlined.
     */
    public static boolean isLegal(Function function, ClassNode host, MethodLookup methods) {
        HostAccess access = new HostAccess(host, methods);
        for (Block block : function.blocks()) {
            for (Op op : block.ops()) {
                if (!access.isLegal(op.operator())) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean isLegal(Operator operator) {
        if (operator instanceof Invoke call) {
            boolean isAsked = !call.method().owner().startsWith("[")
                    && !Unfollowable.isOfJdk(call.method().owner());
            MethodLookup.Found found = isAsked ? methods.find(call.method()) : null;
            return found == null || isLegal(found.owner(), found.method().access);
        }
        FieldReference field =
                operator instanceof FieldGet get ? get.field() : operator instanceof FieldPut put ? put.field() : null;
        MethodLookup.FoundField found =
                field == null || Unfollowable.isOfJdk(field.owner()) ? null : methods.find(field);
        return found == null || isLegal(found.owner(), found.field().access);
    }

    private boolean isLegal(ClassNode owner, int access) {
        return allows(owner, access) || (access & Opcodes.ACC_PROTECTED) != 0 && methods.isSubclass(host, owner.name);
    }

    /** Whether the class may do all that a function does. */
    public boolean allowsAll(Function function) {
        for (Block block : function.blocks()) {
            for (Handler handler : block.handlers()) {
                if (handler.catchType() != null && !allows(handler.catchType())) {
                    return false;
                }
            }
            for (Op op : block.ops()) {
                if (!own.contains(op.operator()) && !allows(op.operator())) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean allows(Operator operator) {
        if (operator instanceof Invoke call) {
            return allows(call);
        }
        if (operator instanceof FieldGet get) {
            return allows(get.field()) || !get.isStatic() && isRead(get.field());
        }
        if (operator instanceof FieldPut put) {
            MethodLookup.FoundField found = methods.find(put.field());
            return found != null && (found.field().access & Opcodes.ACC_FINAL) == 0 && allows(put.field());
        }
        if (operator instanceof NewObject made) {
            return allows(made.className());
        }
        if (operator instanceof CheckCast cast) {
            return allows(cast.target());
        }
        if (operator instanceof InstanceOf test) {
            return allows(test.target());
        }
        if (operator instanceof NewArray array) {
            return allows(array.arrayType());
        }
        if (operator instanceof Constant constant) {
            return !constant.mayThrow();
        }
        return !(operator instanceof InvokeDynamic);
    }

    private boolean allows(Invoke call) {
        MethodReference method = call.method();
        if (method.owner().startsWith("[")) {
            return allows(Type.ofInternalName(method.owner()));
        }
        MethodLookup.Found found = methods.find(method);
        boolean isSuper = call.kind() == Invoke.Kind.SPECIAL && !method.name().equals("<init>");
        return found != null && !isSuper && allows(method.owner()) && allows(found.owner(), found.method().access);
    }

    private boolean allows(FieldReference field) {
        MethodLookup.FoundField found = methods.find(field);
        return found != null && allows(field.owner()) && allows(found.owner(), found.field().access);
    }

    private boolean isRead(FieldReference field) {
        MethodLookup.FoundField found = methods.find(field);
        return found != null && allows(field.owner()) && MemberAccess.isReadElsewhere(found, host);
    }

    private boolean allows(ClassNode owner, int access) {
        if ((access & Opcodes.ACC_PUBLIC) != 0) {
            return true;
        }
        return (access & Opcodes.ACC_PRIVATE) != 0
                ? MemberAccess.nestHost(owner).equals(MemberAccess.nestHost(host))
                : packageOf(owner.name).equals(packageOf(host.name));
    }

    private boolean allows(Type type) {
        String leaf = type.descriptor().substring(type.descriptor().lastIndexOf('[') + 1);
        return !leaf.startsWith("L") || allows(leaf.substring(1, leaf.length() - 1));
    }

    private boolean allows(String className) {
        if (packageOf(className).equals(packageOf(host.name))) {
            return true;
        }
        ClassNode type = methods.classNode(className);
        return type != null && (type.access & Opcodes.ACC_PUBLIC) != 0 && NamedModules.export(packageOf(className));
    }
}
