package dev.fluxion.agent.instrument;

/** The annotations that make a method a stub, known by descriptor: the agent does not link to the application's side. */
final class StubAnnotations {
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

    static boolean contains(String descriptor) {
        for (String stub : DESCRIPTORS) {
            if (stub.equals(descriptor)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether a class file's constant pool (JVM specification 4.4) has one of the descriptors. This looks at every class
     * that the application loads, so it takes nothing but the bytes.
     */
    static boolean isMentionedIn(byte[] classFile) {
        int count = unsignedShort(classFile, 8);
        int position = 10;
        for (int index = 1; index < count; index++) {
            int tag = classFile[position];
            switch (tag) {
                case 1 -> { // Utf8
                    int length = unsignedShort(classFile, position + 1);
                    if (isDescriptor(classFile, position + 3, length)) {
                        return true;
                    }
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
        return false;
    }

    private static boolean isDescriptor(byte[] classFile, int start, int length) {
        for (String stub : DESCRIPTORS) {
            if (stub.length() == length && matches(classFile, start, stub)) {
                return true;
            }
        }
        return false;
    }

    private static boolean matches(byte[] classFile, int start, String text) {
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
