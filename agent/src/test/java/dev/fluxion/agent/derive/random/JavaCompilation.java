package dev.fluxion.agent.derive.random;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Sources of one class each, compiled in memory. */
public final class JavaCompilation {
    private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();
    private static final StandardJavaFileManager FILES = COMPILER.getStandardFileManager(null, null, null);

    private JavaCompilation() {}

    /** javac refused a source. */
    @SuppressWarnings("serial")
    public static final class Refused extends Exception {
        Refused(String message) {
            super(message);
        }
    }

    /** Compiles one class alone. */
    public static Class<?> compile(String name, String source) throws Refused {
        return compile(Map.of(name, source)).get(name);
    }

    /** Compiles classes at once, which is much faster than one by one, and defines each with a loader of its own. */
    public static synchronized Map<String, Class<?>> compile(Map<String, String> sources) throws Refused {
        List<Source> units = sources.entrySet().stream()
                .map(entry -> new Source(entry.getKey(), entry.getValue()))
                .toList();
        DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
        Outputs outputs = new Outputs();
        List<String> options = List.of("-Xlint:none", "-proc:none", "-g", "--release", "17");
        if (!COMPILER.getTask(null, outputs, problems, options, null, units).call()) {
            throw new Refused(
                    problems.getDiagnostics().stream().map(Object::toString).collect(Collectors.joining("\n")));
        }
        Map<String, Class<?>> classes = new HashMap<>();
        for (String name : sources.keySet()) {
            classes.put(name, ProgramLoader.define(name, outputs.bytes.get(name).toByteArray()));
        }
        return classes;
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String name, String text) {
            super(URI.create("string:///" + name + Kind.SOURCE.extension), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    private static final class Outputs extends ForwardingJavaFileManager<JavaFileManager> {
        private final Map<String, ByteArrayOutputStream> bytes = new HashMap<>();

        Outputs() {
            super(FILES);
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
            return new SimpleJavaFileObject(URI.create("memory:///" + className + kind.extension), kind) {
                @Override
                public OutputStream openOutputStream() {
                    return bytes.computeIfAbsent(className, name -> new ByteArrayOutputStream());
                }
            };
        }
    }
}
