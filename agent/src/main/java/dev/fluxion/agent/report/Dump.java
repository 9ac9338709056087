package dev.fluxion.agent.report;

import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.Printer;
import dev.fluxion.agent.ir.operator.MethodReference;
import dev.fluxion.agent.ir.operator.Variant;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Writes what is made of chosen methods to files: a folder for each class, in it one for each method, in it a text for each stage and
 * each derived variant, and the class file of each companion. What cannot be written is said once, and then no more is tried.
 */
public final class Dump implements Trace {
    private static final String TEXT = ".txt";

    private final Path folder;
    private final Predicate<MethodReference> chosen;
    private final Consumer<String> warnings;
    private final FileNames names = new FileNames();
    private boolean hasFailed;

    /**
     * @param folder made when something is written
     * @param warnings told once, if that is not possible
     */
    public Dump(Path folder, Predicate<MethodReference> chosen, Consumer<String> warnings) {
        this.folder = folder;
        this.chosen = chosen;
        this.warnings = warnings;
    }

    @Override
    public Trace in(ClassLoader loader) {
        String display = loader == null
                ? "the boot loader"
                : loader.getClass().getName() + "@" + Integer.toHexString(System.identityHashCode(loader));
        return new OfLoader(display);
    }

    /** What is made of the classes that one loader sees: others may be of the same name. */
    private final class OfLoader implements Trace {
        private final String loader;
        private final Object identity = new Object();
        /** Of the texts of variants, by file: what a companion is written from is often the same. */
        private final Map<String, Integer> hashes = new HashMap<>();

        OfLoader(String loader) {
            this.loader = loader;
        }

        @Override
        public void reached(Stage stage, Variant variant, Function function) {
            attempt(variant, () -> {
                boolean isDerived = !variant.transforms().isEmpty();
                String file = isDerived ? name(variant) : methodFolder(variant) + number(stage);
                String text = Printer.print(function);
                hashes.put(file, text.hashCode());
                write(file + TEXT, commented(variant, text));
            });
        }

        private String number(Stage stage) {
            return switch (stage) {
                case READ -> "1-read";
                case OPTIMIZED -> "2-optimized";
                case FINISHED -> "3-finished";
            };
        }

        @Override
        public void linked(Companion companion) {
            Variant variant = companion.variant();
            attempt(variant, () -> {
                String file = name(variant);
                String text = Printer.print(companion.function());
                if (!Integer.valueOf(text.hashCode()).equals(hashes.get(file))) {
                    write(file + ".linked" + TEXT, commented(variant, text));
                }
                write(file + ".class", companion.classFile());
            });
        }

        private byte[] commented(Variant variant, String text) {
            return ("# " + variant + "\n# as the classes of " + loader + " see it\n" + text)
                    .getBytes(StandardCharsets.UTF_8);
        }

        private String name(Variant variant) {
            StringBuilder transforms = new StringBuilder();
            for (Variant.Transform transform : variant.transforms()) {
                transforms.append(transforms.length() == 0 ? "" : "+").append(transform);
            }
            // The bar between parameters and results is nothing for a file's name.
            String wanted = transforms.toString().replace('|', '_');
            String in = methodFolder(variant);
            return in + names.of(in, wanted, variant.transforms());
        }

        private String methodFolder(Variant variant) {
            MethodReference method = variant.method();
            String ofClass = names.of("", method.owner().replace('/', '.'), List.of(identity, method.owner())) + "/";
            List<String> identityOfMethod = List.of(method.name(), method.descriptor());
            return ofClass + names.of(ofClass, ParameterTypes.display(method), identityOfMethod) + "/";
        }
    }

    private interface Writing {
        void run() throws IOException;
    }

    /** Whatever goes wrong is no matter of the application that differentiates, or of the compiler that is looked into. */
    private synchronized void attempt(Variant variant, Writing writing) {
        if (hasFailed || !chosen.test(variant.method())) {
            return;
        }
        try {
            writing.run();
        } catch (Throwable failure) {
            hasFailed = true;
            warnings.accept("Nothing more is written to " + folder + " (option dump): " + failure
                    + ". Derivatives are not touched by that. Name a folder that can be made and written to.");
        }
    }

    /** Whoever looks sees the file as a whole, or not at all. Written by a stream that a thread's being interrupted does not close. */
    private void write(String name, byte[] content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Path unfinished =
                file.resolveSibling("unfinished-" + ProcessHandle.current().pid());
        try {
            try (OutputStream out = new FileOutputStream(unfinished.toFile())) {
                out.write(content);
            }
            try {
                Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
            } catch (AtomicMoveNotSupportedException plainly) {
                Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
            }
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }
}
