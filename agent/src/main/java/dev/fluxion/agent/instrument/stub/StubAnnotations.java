package dev.fluxion.agent.instrument.stub;

/** The annotations that the agent looks for, known by descriptor: it does not link to the application's side. */
public final class StubAnnotations {
    private static final String DIFFERENTIABLE = "Ldev/fluxion/Differentiable;";

    /** What a class file may mention. */
    public record Mentioned(boolean stubs, boolean differentiable) {
        private static final Mentioned NOTHING = new Mentioned(false, false);

        public boolean isNothing() {
            return !stubs && !differentiable;
        }
    }

    private static final String[] DESCRIPTORS = {
        "Ldev/fluxion/DerivativeOf;",
        "Ldev/fluxion/GradientOf;",
        "Ldev/fluxion/HessianOf;",
        "Ldev/fluxion/HvpOf;",
        "Ldev/fluxion/JacobianOf;",
        "Ldev/fluxion/JvpOf;",
        "Ldev/fluxion/VjpOf;",
    };

    private StubAnnotations() {}

    public static boolean isStub(String descriptor) {
        for (String stub : DESCRIPTORS) {
            if (stub.equals(descriptor)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Which of the descriptors a class file's constant pool (JVM specification 4.4) has. This looks at every class that the
     * application loads, so it takes nothing but the bytes.
     */
    public static Mentioned mentionedIn(byte[] classFile) {
        boolean stubs = false;
        boolean differentiable = false;
        int count = unsignedShort(classFile, 8);
        int position = 10;
        for (int index = 1; index < count; index++) {
            int tag = classFile[position];
            switch (tag) {
                case 1 -> { // Utf8
                    int length = unsignedShort(classFile, position + 1);
                    stubs = stubs || isStub(classFile, position + 3, length);
                    differentiable = differentiable || is(DIFFERENTIABLE, classFile, position + 3, length);
                    position += 3 + length;
                }
                case 5, 6 -> { // Long and Double, which take two entries
                    position += 9;
                    index++;
                }
                case 7, 8, 16, 19, 20 -> position += 3; // Class, String, MethodType, Module, Package
                case 15 -> position += 4; // MethodHandle
                case 3, 4, 9, 10, 11, 12, 17, 18 -> position += 5; // numbers, members, NameAndType, dynamic constants
                default -> throw new IllegalArgumentException("a constant pool entry has the unknown tag " + tag);
            }
        }
        return stubs || differentiable ? new Mentioned(stubs, differentiable) : Mentioned.NOTHING;
    }

    private static boolean isStub(byte[] classFile, int start, int length) {
        for (String stub : DESCRIPTORS) {
            if (is(stub, classFile, start, length)) {
                return true;
            }
        }
        return false;
    }

    private static boolean is(String text, byte[] classFile, int start, int length) {
        if (length != text.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (classFile[start + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static int unsignedShort(byte[] classFile, int position) {
        return (classFile[position] & 0xFF) << 8 | classFile[position + 1] & 0xFF;
    }
}
