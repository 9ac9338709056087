package dev.fluxion.agent.write;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A program that links, and so verifies, every class in a folder, and prints how many there were; those that fail first. */
public final class LinkAll {
    private LinkAll() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        int linked = 0;
        long methods = 0;
        List<Path> files;
        try (Stream<Path> walk = Files.walk(folder)) {
            files = walk.filter(file -> file.toString().endsWith(".class"))
                    .sorted()
                    .toList();
        }
        for (Path file : files) {
            String path = folder.relativize(file).toString();
            String name = path.substring(0, path.length() - 6)
                    .replace(file.getFileSystem().getSeparator(), ".");
            try {
                // Reflection on its methods makes the JVM link a class, without initializing it.
                methods += Class.forName(name, false, LinkAll.class.getClassLoader())
                        .getDeclaredMethods()
                        .length;
                linked++;
            } catch (LinkageError rejected) {
                System.out.println(name + ": " + rejected);
            }
        }
        System.out.println(methods + " methods");
        System.out.println("linked " + linked + " of " + files.size());
    }
}
