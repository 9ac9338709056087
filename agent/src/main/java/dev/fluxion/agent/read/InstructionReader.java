package dev.fluxion.agent.read;

import dev.fluxion.agent.ir.Comparison;
import dev.fluxion.agent.ir.operator.Arithmetic;
import dev.fluxion.agent.ir.operator.ArrayLength;
import dev.fluxion.agent.ir.operator.ArrayLoad;
import dev.fluxion.agent.ir.operator.ArrayStore;
import dev.fluxion.agent.ir.operator.CheckCast;
import dev.fluxion.agent.ir.operator.Constant;
import dev.fluxion.agent.ir.operator.FieldGet;
import dev.fluxion.agent.ir.operator.FieldPut;
import dev.fluxion.agent.ir.operator.FieldReference;
import dev.fluxion.agent.ir.operator.InstanceOf;
import dev.fluxion.agent.ir.operator.Invoke;
import dev.fluxion.agent.ir.operator.InvokeDynamic;
import dev.fluxion.agent.ir.operator.MethodReference;
import dev.fluxion.agent.ir.operator.Monitor;
import dev.fluxion.agent.ir.operator.NewArray;
import dev.fluxion.agent.ir.operator.NewObject;
import dev.fluxion.agent.ir.operator.Operator;
import dev.fluxion.agent.ir.value.Element;
import dev.fluxion.agent.ir.value.Type;
import dev.fluxion.agent.ir.value.Value;
import java.util.List;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MultiANewArrayInsnNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/** One instruction at a time: what it takes from the stack, the op it becomes, what it leaves. */
final class InstructionReader {
    private static final Element[] ELEMENTS = Element.values();
    private static final Comparison[] COMPARISONS = Comparison.values();
    private static final String PRIMITIVE_ARRAYS = "ZCFDBSIJ";

    private final BlockReader reader;

    InstructionReader(BlockReader reader) {
        this.reader = reader;
    }

    void read(AbstractInsnNode node) {
        int opcode = node.getOpcode();
        if (Arithmetic.ofOpcode(opcode) != null) {
            arithmetic(Arithmetic.ofOpcode(opcode));
        } else if (opcode >= Opcodes.IALOAD && opcode <= Opcodes.SALOAD) {
            Element element = ELEMENTS[opcode - Opcodes.IALOAD];
            Value[] operands = stack().pop(2);
            push(new ArrayLoad(element), element.loadedFrom(operands[0].type()), operands);
        } else if (opcode >= Opcodes.IASTORE && opcode <= Opcodes.SASTORE) {
            perform(new ArrayStore(ELEMENTS[opcode - Opcodes.IASTORE]), stack().pop(3));
        } else if (opcode >= Opcodes.POP && opcode <= Opcodes.SWAP) {
            stack().shuffle(opcode);
        } else if (opcode <= Opcodes.LDC) {
            constant(node);
        } else if (node instanceof VarInsnNode access) {
            access(access);
        } else if (node instanceof JumpInsnNode jump) {
            jump(jump);
        } else if (opcode >= Opcodes.IRETURN && opcode <= Opcodes.ARETURN) {
            reader.returning(List.of(stack().pop()));
        } else if (node instanceof FieldInsnNode field) {
            field(field);
        } else if (node instanceof MethodInsnNode call) {
            call(call);
        } else if (node instanceof TypeInsnNode typed) {
            typed(typed);
        } else {
            other(node);
        }
    }

    private OperandStack stack() {
        return reader.stack();
    }

    private void push(Operator operator, Type type, Value... operands) {
        stack().push(reader.append(operator, type, operands));
    }

    private void perform(Operator operator, Value... operands) {
        reader.append(operator, null, null, operands);
    }

    private void arithmetic(Arithmetic operator) {
        push(
                operator,
                operator.resultType(),
                stack().pop(operator.operandTypes().size()));
    }

    private void constant(AbstractInsnNode node) {
        int opcode = node.getOpcode();
        if (opcode == Opcodes.NOP) {
            return;
        }
        if (opcode == Opcodes.ACONST_NULL) {
            push(new Constant(Constant.NULL), Type.NULL);
        } else if (opcode <= Opcodes.ICONST_5) {
            push(Constant.of(opcode - Opcodes.ICONST_0), Type.INT);
        } else if (opcode <= Opcodes.LCONST_1) {
            push(new Constant((long) (opcode - Opcodes.LCONST_0)), Type.LONG);
        } else if (opcode <= Opcodes.FCONST_2) {
            push(Constant.of((float) (opcode - Opcodes.FCONST_0)), Type.FLOAT);
        } else if (opcode <= Opcodes.DCONST_1) {
            push(Constant.of((double) (opcode - Opcodes.DCONST_0)), Type.DOUBLE);
        } else if (node instanceof IntInsnNode immediate) {
            push(Constant.of(immediate.operand), Type.INT);
        } else {
            Object value = ((LdcInsnNode) node).cst;
            push(new Constant(value), typeOf(value));
        }
    }

    private static Type typeOf(Object constant) {
        if (constant instanceof Integer) {
            return Type.INT;
        }
        if (constant instanceof Long) {
            return Type.LONG;
        }
        if (constant instanceof Float) {
            return Type.FLOAT;
        }
        if (constant instanceof Double) {
            return Type.DOUBLE;
        }
        if (constant instanceof String) {
            return Type.ofInternalName("java/lang/String");
        }
        if (constant instanceof Handle) {
            return Type.ofInternalName("java/lang/invoke/MethodHandle");
        }
        if (constant instanceof ConstantDynamic dynamic) {
            return Type.ofDescriptor(dynamic.getDescriptor());
        }
        boolean isMethodType = ((org.objectweb.asm.Type) constant).getSort() == org.objectweb.asm.Type.METHOD;
        return Type.ofInternalName(isMethodType ? "java/lang/invoke/MethodType" : "java/lang/Class");
    }

    private void access(VarInsnNode node) {
        if (node.getOpcode() < Opcodes.ISTORE) {
            stack().push(reader.local(node.var));
        } else {
            reader.setLocal(node.var, stack().pop());
        }
    }

    private void jump(JumpInsnNode node) {
        int opcode = node.getOpcode();
        if (opcode == Opcodes.GOTO) {
            reader.jump(node);
        } else if (opcode <= Opcodes.IFLE) {
            Value value = stack().pop();
            reader.branch(COMPARISONS[opcode - Opcodes.IFEQ], value, reader.constant(0), node);
        } else if (opcode <= Opcodes.IF_ACMPNE) {
            Value[] operands = stack().pop(2);
            reader.branch(COMPARISONS[opcode - Opcodes.IF_ICMPEQ], operands[0], operands[1], node);
        } else if (opcode == Opcodes.IFNULL || opcode == Opcodes.IFNONNULL) {
            Value value = stack().pop();
            Value nothing = reader.append(new Constant(Constant.NULL), Type.NULL);
            reader.branch(opcode == Opcodes.IFNULL ? Comparison.SAME : Comparison.DIFFERENT, value, nothing, node);
        } else {
            throw reader.unreadable("opcode " + opcode);
        }
    }

    private void field(FieldInsnNode node) {
        FieldReference field = new FieldReference(node.owner, node.name, node.desc);
        switch (node.getOpcode()) {
            case Opcodes.GETSTATIC -> push(new FieldGet(field, true), Type.ofDescriptor(node.desc));
            case Opcodes.GETFIELD -> push(new FieldGet(field, false), Type.ofDescriptor(node.desc), stack().pop());
            case Opcodes.PUTSTATIC -> perform(new FieldPut(field, true), stack().pop());
            default -> perform(new FieldPut(field, false), stack().pop(2));
        }
    }

    private void call(MethodInsnNode node) {
        Invoke.Kind kind = Invoke.Kind.values()[node.getOpcode() - Opcodes.INVOKEVIRTUAL];
        int receiver = kind == Invoke.Kind.STATIC ? 0 : 1;
        Value[] operands = stack().pop(receiver + org.objectweb.asm.Type.getArgumentCount(node.desc));
        String owner = isCloneOfArray(node, operands) ? operands[0].type().descriptor() : node.owner;
        MethodReference target = new MethodReference(owner, node.name, node.desc, node.itf);
        result(new Invoke(kind, target), node.desc, operands);
    }

    /** Compilers of old named the class that declares it: the method is protected there, and public of arrays (JLS 10.7). */
    private static boolean isCloneOfArray(MethodInsnNode node, Value[] operands) {
        return node.getOpcode() == Opcodes.INVOKEVIRTUAL
                && node.owner.equals("java/lang/Object")
                && node.name.equals("clone")
                && operands[0].type().isArray();
    }

    private void result(Operator call, String descriptor, Value... operands) {
        Type type = Type.ofDescriptor(descriptor.substring(descriptor.indexOf(')') + 1));
        if (type == null) {
            perform(call, operands);
        } else {
            push(call, type, operands);
        }
    }

    private void typed(TypeInsnNode node) {
        Type type = Type.ofInternalName(node.desc);
        switch (node.getOpcode()) {
            case Opcodes.NEW -> {
                Value object = reader.append(new NewObject(node.desc), type);
                stack().push(reader.created(object));
            }
            case Opcodes.ANEWARRAY -> newArray("[" + type.descriptor(), 1);
            case Opcodes.CHECKCAST -> push(new CheckCast(type), type, stack().pop());
            default -> push(new InstanceOf(type), Type.INT, stack().pop());
        }
    }

    private void newArray(String descriptor, int dimensions) {
        Type type = Type.ofDescriptor(descriptor);
        push(new NewArray(type), type, stack().pop(dimensions));
    }

    private void other(AbstractInsnNode node) {
        switch (node.getOpcode()) {
            case Opcodes.IINC -> {
                IincInsnNode increment = (IincInsnNode) node;
                Value by = reader.constant(increment.incr);
                Value old = reader.local(increment.var);
                String name = reader.nameOfLocal(increment.var);
                reader.setLocal(increment.var, reader.append(Arithmetic.IADD, Type.INT, name, old, by));
            }
            case Opcodes.TABLESWITCH -> reader.tableSwitch(stack().pop(), (TableSwitchInsnNode) node);
            case Opcodes.LOOKUPSWITCH -> reader.lookupSwitch(stack().pop(), (LookupSwitchInsnNode) node);
            case Opcodes.RETURN -> reader.returning(List.of());
            case Opcodes.ATHROW -> reader.throwing(stack().pop());
            case Opcodes.ARRAYLENGTH -> push(new ArrayLength(), Type.INT, stack().pop());
            case Opcodes.MONITORENTER -> perform(new Monitor(true), stack().pop());
            case Opcodes.MONITOREXIT -> perform(new Monitor(false), stack().pop());
            case Opcodes.NEWARRAY -> {
                char element = PRIMITIVE_ARRAYS.charAt(((IntInsnNode) node).operand - Opcodes.T_BOOLEAN);
                newArray("[" + element, 1);
            }
            case Opcodes.MULTIANEWARRAY -> {
                MultiANewArrayInsnNode array = (MultiANewArrayInsnNode) node;
                newArray(array.desc, array.dims);
            }
            case Opcodes.INVOKEDYNAMIC -> {
                InvokeDynamicInsnNode call = (InvokeDynamicInsnNode) node;
                Value[] arguments = stack().pop(org.objectweb.asm.Type.getArgumentCount(call.desc));
                result(new InvokeDynamic(call.name, call.desc, call.bsm, List.of(call.bsmArgs)), call.desc, arguments);
            }
            default -> throw reader.unreadable("opcode " + node.getOpcode());
        }
    }
}
