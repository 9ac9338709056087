package dev.fluxion.agent.derive.random;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.util.TraceClassVisitor;

/** How programs become classes. */
enum Translation {
    /** As Java source, by javac. */
    JAVA {
        @Override
        Map<String, Class<?>> classes(Map<String, Program> programs) throws JavaCompilation.Refused {
            Map<String, String> sources = new LinkedHashMap<>();
            programs.forEach((name, program) -> sources.put(name, JavaText.of(program, name)));
            return JavaCompilation.compile(sources);
        }

        @Override
        String text(Program program, String name) {
            return JavaText.of(program, name);
        }
    },

    /** Straight to class files of unusual shapes. */
    BYTECODE {
        @Override
        Map<String, Class<?>> classes(Map<String, Program> programs) {
            Map<String, Class<?>> classes = new LinkedHashMap<>();
            programs.forEach((name, program) ->
                    classes.put(name, ProgramLoader.define(name, ProgramClassFile.of(program, name))));
            return classes;
        }

        @Override
        String text(Program program, String name) {
            StringWriter text = new StringWriter();
            new ClassReader(ProgramClassFile.of(program, name)).accept(new TraceClassVisitor(new PrintWriter(text)), 0);
            return JavaText.of(program, name) + text;
        }
    };

    /** The programs, by the names of their classes. */
    abstract Map<String, Class<?>> classes(Map<String, Program> programs) throws JavaCompilation.Refused;

    /** For people. */
    abstract String text(Program program, String name);
}
