package dev.fluxion.agent.link;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Classes from source text, in a loader of their own that has their class files. */
final class SourcePrograms {
    private SourcePrograms() {}

    static Class<?> compile(String name, String source) throws ClassNotFoundException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        Map<String, ByteArrayOutputStream> files = new HashMap<>();
        JavaFileManager manager =
                new ForwardingJavaFileManager<JavaFileManager>(compiler.getStandardFileManager(null, null, null)) {
                    @Override
                    public JavaFileObject getJavaFileForOutput(
                            Location location, String className, JavaFileObject.Kind kind, javax.tools.FileObject by) {
                        return new SimpleJavaFileObject(URI.create("mem:///" + className + ".class"), kind) {
                            @Override
                            public OutputStream openOutputStream() {
                                return files.computeIfAbsent(className, c -> new ByteArrayOutputStream());
                            }
                        };
                    }
                };
        SimpleJavaFileObject text =
                new SimpleJavaFileObject(URI.create("mem:///" + name + ".java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return source;
                    }
                };
        List<String> options = List.of("--release", "17", "-g", "-nowarn", "-proc:none");
        if (!compiler.getTask(null, manager, null, options, null, List.of(text)).call()) {
            throw new IllegalArgumentException(source);
        }
        return new ClassLoader(SourcePrograms.class.getClassLoader()) {
            @Override
            protected Class<?> findClass(String className) throws ClassNotFoundException {
                ByteArrayOutputStream file = files.get(className);
                if (file == null) {
                    throw new ClassNotFoundException(className);
                }
                return defineClass(className, file.toByteArray(), 0, file.size());
            }

            @Override
            public InputStream getResourceAsStream(String path) {
                String className = path.endsWith(".class")
                        ? path.substring(0, path.length() - 6).replace('/', '.')
                        : path;
                ByteArrayOutputStream file = files.get(className);
                return file == null ? super.getResourceAsStream(path) : new ByteArrayInputStream(file.toByteArray());
            }
        }.loadClass(name);
    }
}
