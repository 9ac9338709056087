package dev.fluxion.agent.write;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.BitSet;

/** Which opcodes the methods of a class file contain, as they are in the file: libraries hide the wide and the short forms. */
final class RawOpcodes {
    private static final int TABLESWITCH = 170;
    private static final int LOOKUPSWITCH = 171;
    private static final int WIDE = 196;
    private static final int IINC = 132;

    private final BitSet found = new BitSet();
    private final DataInputStream in;
    private String[] texts;

    private RawOpcodes(byte[] classFile) {
        in = new DataInputStream(new ByteArrayInputStream(classFile));
    }

    static BitSet of(byte[] classFile) throws IOException {
        RawOpcodes scan = new RawOpcodes(classFile);
        scan.scan();
        return scan.found;
    }

    private void scan() throws IOException {
        in.skipBytes(8);
        constants();
        in.skipBytes(6);
        in.skipBytes(2 * in.readUnsignedShort());
        members();
        members();
    }

    private void constants() throws IOException {
        texts = new String[in.readUnsignedShort()];
        for (int i = 1; i < texts.length; i++) {
            int tag = in.readUnsignedByte();
            switch (tag) {
                case 1 -> texts[i] = in.readUTF();
                case 7, 8, 16, 19, 20 -> in.skipBytes(2);
                case 15 -> in.skipBytes(3);
                default -> in.skipBytes(tag == 5 || tag == 6 ? 8 : 4);
            }
            if (tag == 5 || tag == 6) {
                i++;
            }
        }
    }

    private void members() throws IOException {
        for (int rest = in.readUnsignedShort(); rest > 0; rest--) {
            in.skipBytes(6);
            for (int attributes = in.readUnsignedShort(); attributes > 0; attributes--) {
                boolean isCode = "Code".equals(texts[in.readUnsignedShort()]);
                byte[] content = in.readNBytes(in.readInt());
                if (isCode) {
                    ByteBuffer code = ByteBuffer.wrap(content);
                    instructions(code.slice(8, code.getInt(4)));
                }
            }
        }
    }

    private void instructions(ByteBuffer code) {
        while (code.hasRemaining()) {
            int at = code.position();
            int opcode = code.get() & 0xFF;
            found.set(opcode);
            switch (opcode) {
                case TABLESWITCH -> {
                    int start = at + 4 & ~3;
                    code.position(start + 12 + 4 * (code.getInt(start + 8) - code.getInt(start + 4) + 1));
                }
                case LOOKUPSWITCH -> {
                    int start = at + 4 & ~3;
                    code.position(start + 8 + 8 * code.getInt(start + 4));
                }
                case WIDE -> {
                    int widened = code.get() & 0xFF;
                    found.set(widened);
                    code.position(at + (widened == IINC ? 6 : 4));
                }
                default -> code.position(at + 1 + operandBytes(opcode));
            }
        }
    }

    /** JVMS 6.5. */
    private static int operandBytes(int opcode) {
        if (opcode == 16 || opcode == 18 || opcode >= 21 && opcode <= 25) {
            return 1; // bipush, ldc, loads
        }
        if (opcode == 17 || opcode == 19 || opcode == 20 || opcode == IINC) {
            return 2; // sipush, ldc_w, ldc2_w
        }
        if (opcode >= 54 && opcode <= 58 || opcode == 169 || opcode == 188) {
            return 1; // stores, ret, newarray
        }
        if (opcode >= 153 && opcode <= 168 || opcode >= 178 && opcode <= 184 || opcode == 187 || opcode == 189) {
            return 2; // jumps, members, new, anewarray
        }
        return switch (opcode) {
            case 185, 186, 200, 201 -> 4; // invokeinterface, invokedynamic, goto_w, jsr_w
            case 192, 193, 198, 199 -> 2; // checkcast, instanceof, ifnull, ifnonnull
            case 197 -> 3; // multianewarray
            default -> 0;
        };
    }
}
