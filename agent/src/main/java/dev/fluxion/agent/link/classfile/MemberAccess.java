package dev.fluxion.agent.link.classfile;

import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Copy;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.operator.FieldGet;
import dev.fluxion.agent.ir.operator.FieldPut;
import dev.fluxion.agent.ir.operator.FieldReference;
import dev.fluxion.agent.ir.operator.Invoke;
import dev.fluxion.agent.ir.operator.InvokeDynamic;
import dev.fluxion.agent.ir.operator.MethodReference;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.optimize.Purity;
import java.lang.invoke.CallSite;
import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;

/**
 * What the host class may do and its companion, a nestmate but no subclass, may not: call {@code super.m()}, and use protected
 * members that the host inherits from another package. Such ops become dynamic calls, which the host's lookup resolves.
 */
public final class MemberAccess {
    private static final Handle BOOTSTRAP = new Handle(
            Opcodes.H_INVOKESTATIC,
            "dev/fluxion/runtime/Bridge",
            "member",
            "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/invoke/MethodType;"
                    + "Ljava/lang/String;Ljava/lang/String;Ljava/lang/String;Ljava/lang/String;)"
                    + "Ljava/lang/invoke/CallSite;",
            false);

    /** The ways to use a member that go through a handle. */
    private enum Use {
        GET_FIELD,
        /** A private final field of another class, whose code stands in this function. */
        READ_FIELD,
        PUT_FIELD,
        GET_STATIC,
        PUT_STATIC,
        CALL_VIRTUAL,
        CALL_STATIC,
        CALL_SUPER
    }

    private final String host;
    private final MethodLookup members;
    private final Set<String> contained;

    private MemberAccess(String host, MethodLookup members, Set<String> contained) {
        this.host = host;
        this.members = members;
        this.contained = contained;
    }

    /**
     * The function as a companion of the class can run it: the function itself, or a changed copy.
     *
     * @param host internal name of the class whose method the function was read from
     * @param contained the classes whose code stands in the function besides, none of which does what the JVM would not let it do
     */
    public static Function run(Function function, String host, MethodLookup members, Set<String> contained) {
        MemberAccess pass = new MemberAccess(host, members, contained);
        if (pass.isAccessible(function)) {
            return function;
        }
        Function result = Copy.of(function);
        for (Block block : result.blocks()) {
            block.ops().replaceAll(pass::throughHandle);
        }
        return result;
    }

    @SuppressWarnings("ReferenceEquality") // ops have identity
    private boolean isAccessible(Function function) {
        for (Block block : function.blocks()) {
            for (Op op : block.ops()) {
                if (throughHandle(op) != op) {
                    return false;
                }
            }
        }
        return true;
    }

    private Op throughHandle(Op op) {
        if (op.operator() instanceof Invoke invoke) {
            // Public; to ask Math's own class file would be to parse it.
            return Purity.isMathematics(op) ? op : call(op, invoke);
        }
        if (op.operator() instanceof FieldGet get && !get.isStatic() && isReadElsewhere(get.field())) {
            return field(op, Use.READ_FIELD, get.field());
        }
        if (op.operator() instanceof FieldGet get && isOutOfReach(get.field())) {
            return field(op, get.isStatic() ? Use.GET_STATIC : Use.GET_FIELD, get.field());
        }
        if (op.operator() instanceof FieldPut put && isOutOfReach(put.field())) {
            return field(op, put.isStatic() ? Use.PUT_STATIC : Use.PUT_FIELD, put.field());
        }
        return op;
    }

    /** Whether code of another nest reads the field, which is the only code that such a read can come from. */
    private boolean isReadElsewhere(FieldReference field) {
        MethodLookup.FoundField found = members.find(field);
        return found != null
                && contained.contains(found.owner().name)
                && isReadElsewhere(found, members.classNode(host));
    }

    /** Whether a field is read by a class through the class that declares it. */
    static boolean isReadElsewhere(MethodLookup.FoundField field, ClassNode reader) {
        int kept = Opcodes.ACC_PRIVATE | Opcodes.ACC_FINAL;
        return (field.field().access & kept) == kept && !nestHost(field.owner()).equals(nestHost(reader));
    }

    static String nestHost(ClassNode type) {
        return type.nestHostClass == null ? type.name : type.nestHostClass;
    }

    private boolean isOutOfReach(FieldReference field) {
        MethodLookup.FoundField found = members.find(field);
        return found != null && isOutOfReach(found.owner().name, found.field().access);
    }

    private boolean isOutOfReach(String declaredIn, int access) {
        return (access & Opcodes.ACC_PROTECTED) != 0 && !packageOf(declaredIn).equals(packageOf(host));
    }

    private static String packageOf(String internalName) {
        return internalName.substring(0, internalName.lastIndexOf('/') + 1);
    }

    private Op call(Op op, Invoke invoke) {
        MethodReference method = invoke.method();
        if (method.name().equals("<init>") || method.owner().startsWith("[")) {
            return op;
        }
        if (invoke.kind() == Invoke.Kind.SPECIAL) {
            return member(op, Use.CALL_SUPER, method.owner(), method.name(), method.descriptor(), "L" + host + ";");
        }
        MethodLookup.Found found = members.find(method);
        if (found == null || !isOutOfReach(found.owner().name, found.method().access)) {
            return op;
        }
        return invoke.kind() == Invoke.Kind.STATIC
                ? member(op, Use.CALL_STATIC, method.owner(), method.name(), method.descriptor(), "")
                : member(
                        op,
                        Use.CALL_VIRTUAL,
                        method.owner(),
                        method.name(),
                        method.descriptor(),
                        "L" + method.owner() + ";");
    }

    private Op field(Op op, Use use, FieldReference field) {
        boolean ofObject = use == Use.GET_FIELD || use == Use.READ_FIELD || use == Use.PUT_FIELD;
        String receiver = ofObject ? "L" + field.owner() + ";" : "";
        boolean get = use == Use.GET_FIELD || use == Use.READ_FIELD || use == Use.GET_STATIC;
        String descriptor = get ? "()" + field.descriptor() : "(" + field.descriptor() + ")V";
        String owner = use == Use.READ_FIELD ? members.find(field).owner().name : field.owner();
        return member(op, use, owner, field.name(), descriptor, receiver);
    }

    /** @param receiver the descriptor of an operand that comes before those of the member's own, or empty */
    private Op member(Op op, Use use, String owner, String name, String descriptor, String receiver) {
        String called = "(" + receiver + descriptor.substring(1);
        List<Object> arguments = List.of(use.name(), owner, name, host);
        return new Op(
                new InvokeDynamic("member", called, BOOTSTRAP, arguments), op.operands(), op.results(), op.position());
    }

    /** Whether a dynamic call was made here: the program may make one that looks the same. */
    @SuppressWarnings("ReferenceEquality")
    public static boolean isMade(InvokeDynamic call) {
        return call.bootstrap() == BOOTSTRAP;
    }

    /** Whether a dynamic call reads a field that its companion could not read otherwise. */
    public static boolean isRead(String use) {
        return use.equals(Use.READ_FIELD.name());
    }

    /**
     * Links such a read.
     *
     * @param trusted a lookup in the class that declares the field
     */
    public static CallSite linkRead(Lookup trusted, MethodType type, String name) throws ReflectiveOperationException {
        MethodHandle handle = trusted.findGetter(trusted.lookupClass(), name, type.returnType());
        return new ConstantCallSite(handle.asType(type));
    }

    /**
     * Links what else {@link #run} left to be linked, as the host itself could: nothing is reached that way which whoever has the lookup
     * could not reach without.
     *
     * @param companion with full privileges
     * @throws IllegalAccessException if it has not, or the host is in another module
     */
    public static CallSite link(Lookup companion, MethodType type, String use, String owner, String name, String host)
            throws ReflectiveOperationException {
        ClassLoader loader = companion.lookupClass().getClassLoader();
        Class<?> caller = Class.forName(host.replace('/', '.'), false, loader);
        Lookup lookup = MethodHandles.privateLookupIn(caller, companion);
        Class<?> declared = Class.forName(owner.replace('/', '.'), false, loader);
        MethodHandle handle = switch (Use.valueOf(use)) {
            case GET_FIELD -> lookup.findGetter(declared, name, type.returnType());
            case READ_FIELD ->
                throw new IllegalAccessException("only for a companion that was written to read " + name);
            case PUT_FIELD -> lookup.findSetter(declared, name, type.parameterType(1));
            case GET_STATIC -> lookup.findStaticGetter(declared, name, type.returnType());
            case PUT_STATIC -> lookup.findStaticSetter(declared, name, type.parameterType(0));
            case CALL_VIRTUAL -> lookup.findVirtual(declared, name, type.dropParameterTypes(0, 1));
            case CALL_STATIC -> lookup.findStatic(declared, name, type);
            case CALL_SUPER -> lookup.findSpecial(declared, name, type.dropParameterTypes(0, 1), caller);
        };
        return new ConstantCallSite(handle.asType(type));
    }
}
