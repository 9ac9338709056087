package dev.fluxion.agent.instrument;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;

/** Compiles small programs as their users would: by javac, against the rules jar alone. */
public final class Sources {
    private static final Pattern PACKAGE = Pattern.compile("(?m)^package ([\\w.]+);");
    private static final Pattern TYPE = Pattern.compile("(?m)^(?:public |final |abstract )*(?:class|interface) (\\w+)");

    private Sources() {}

    /** Compiles the sources, of one top-level type or module each, into a folder and returns it. */
    public static Path compile(Path folder, String... sources) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "-g",
                "-d",
                folder.toString(),
                "--class-path",
                ForkedJvm.RULES_JAR.toString(),
                "--module-path",
                ForkedJvm.RULES_JAR.toString()));
        for (String source : sources) {
            Path file = folder.resolve("sources").resolve(fileName(source));
            Files.createDirectories(file.getParent());
            Files.writeString(file, source);
            arguments.add(file.toString());
        }
        assertEquals(0, ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new)));
        return folder;
    }

    private static String fileName(String source) {
        Matcher type = TYPE.matcher(source);
        String name = type.find() ? type.group(1) : "module-info";
        Matcher inPackage = PACKAGE.matcher(source);
        return (inPackage.find() ? inPackage.group(1).replace('.', '/') + "/" : "") + name + ".java";
    }
}
