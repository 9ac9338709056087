package dev.fluxion.agent.ir.operator;

import dev.fluxion.agent.ir.value.Type;
import java.util.ArrayList;
import java.util.List;

/** The JVM's arithmetic, conversion and three-way comparison instructions: pure functions of their operands, but for integer division by zero. */
public enum Arithmetic implements Operator {
    IADD(0x60, "II", "I"),
    LADD(0x61, "JJ", "J"),
    FADD(0x62, "FF", "F"),
    DADD(0x63, "DD", "D"),
    ISUB(0x64, "II", "I"),
    LSUB(0x65, "JJ", "J"),
    FSUB(0x66, "FF", "F"),
    DSUB(0x67, "DD", "D"),
    IMUL(0x68, "II", "I"),
    LMUL(0x69, "JJ", "J"),
    FMUL(0x6a, "FF", "F"),
    DMUL(0x6b, "DD", "D"),
    IDIV(0x6c, "II", "I"),
    LDIV(0x6d, "JJ", "J"),
    FDIV(0x6e, "FF", "F"),
    DDIV(0x6f, "DD", "D"),
    IREM(0x70, "II", "I"),
    LREM(0x71, "JJ", "J"),
    FREM(0x72, "FF", "F"),
    DREM(0x73, "DD", "D"),
    INEG(0x74, "I", "I"),
    LNEG(0x75, "J", "J"),
    FNEG(0x76, "F", "F"),
    DNEG(0x77, "D", "D"),
    ISHL(0x78, "II", "I"),
    LSHL(0x79, "JI", "J"),
    ISHR(0x7a, "II", "I"),
    LSHR(0x7b, "JI", "J"),
    IUSHR(0x7c, "II", "I"),
    LUSHR(0x7d, "JI", "J"),
    IAND(0x7e, "II", "I"),
    LAND(0x7f, "JJ", "J"),
    IOR(0x80, "II", "I"),
    LOR(0x81, "JJ", "J"),
    IXOR(0x82, "II", "I"),
    LXOR(0x83, "JJ", "J"),
    I2L(0x85, "I", "J"),
    I2F(0x86, "I", "F"),
    I2D(0x87, "I", "D"),
    L2I(0x88, "J", "I"),
    L2F(0x89, "J", "F"),
    L2D(0x8a, "J", "D"),
    F2I(0x8b, "F", "I"),
    F2L(0x8c, "F", "J"),
    F2D(0x8d, "F", "D"),
    D2I(0x8e, "D", "I"),
    D2L(0x8f, "D", "J"),
    D2F(0x90, "D", "F"),
    I2B(0x91, "I", "I"),
    I2C(0x92, "I", "I"),
    I2S(0x93, "I", "I"),
    LCMP(0x94, "JJ", "I"),
    FCMPL(0x95, "FF", "I"),
    FCMPG(0x96, "FF", "I"),
    DCMPL(0x97, "DD", "I"),
    DCMPG(0x98, "DD", "I");

    private final int opcode;
    private final List<Type> operandTypes;
    private final Type resultType;

    Arithmetic(int opcode, String operands, String result) {
        this.opcode = opcode;
        List<Type> types = new ArrayList<>();
        for (int i = 0; i < operands.length(); i++) {
            types.add(Type.ofDescriptor(operands.substring(i, i + 1)));
        }
        this.operandTypes = List.copyOf(types);
        this.resultType = Type.ofDescriptor(result);
    }

    private static final Arithmetic[] BY_OPCODE = new Arithmetic[256];

    static {
        for (Arithmetic arithmetic : values()) {
            BY_OPCODE[arithmetic.opcode] = arithmetic;
        }
    }

    /** The operator of a JVM opcode, or null if the opcode is none of these. */
    public static Arithmetic ofOpcode(int opcode) {
        return BY_OPCODE[opcode];
    }

    /** The JVM opcode (JVMS chapter 6). */
    public int opcode() {
        return opcode;
    }

    public List<Type> operandTypes() {
        return operandTypes;
    }

    public Type resultType() {
        return resultType;
    }

    @Override
    public OpKind opKind() {
        return OpKind.ARITHMETIC;
    }

    @Override
    public boolean mayThrow() {
        return this == IDIV || this == IREM || this == LDIV || this == LREM;
    }

    @Override
    public boolean isPure() {
        return true;
    }

    @Override
    public String text() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
