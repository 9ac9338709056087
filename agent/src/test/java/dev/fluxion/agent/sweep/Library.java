package dev.fluxion.agent.sweep;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/** A library whose public static methods of numbers are swept. */
enum Library {
    COMMONS_MATH("commons-math3", "org.apache.commons.math3.util.FastMath"),
    HIPPARCHUS("hipparchus-core", "org.hipparchus.util.FastMath"),
    COLT("colt", "cern.jet.stat.Gamma"),
    COMMONS_NUMBERS(
            "commons-numbers",
            "org.apache.commons.numbers.core.Precision",
            "org.apache.commons.numbers.gamma.Gamma",
            "org.apache.commons.numbers.combinatorics.BinomialCoefficient",
            "org.apache.commons.numbers.angle.Reduce",
            "org.apache.commons.numbers.arrays.SortInPlace"),
    EJML("ejml-ddense", "org.ejml.dense.row.CommonOps_DDRM"),
    FINMATH("finmath-lib", "net.finmath.functions.AnalyticFormulas");

    /** How the names of Colt's methods begin that draw a random number, and may do so for ever where a parameter makes no sense. */
    private static final String RANDOM = "staticNext";

    private final String title;
    private final List<String> inside;

    /**
     * @param title its name in what is printed
     * @param inside one class of each of its jars
     */
    Library(String title, String... inside) {
        this.title = title;
        this.inside = List.of(inside);
    }

    String title() {
        return title;
    }

    /** The methods in scope, in an order that is always the same. */
    List<Method> methods() {
        List<Method> methods = new ArrayList<>();
        for (String name : classNames()) {
            try {
                Class<?> type = Class.forName(name, false, Library.class.getClassLoader());
                if (isPublic(type)) {
                    for (Method method : type.getDeclaredMethods()) {
                        if (isInScope(method)) {
                            methods.add(method);
                        }
                    }
                }
            } catch (ClassNotFoundException | LinkageError absent) {
                // It needs a library that is not here; its methods cannot be called either.
            }
        }
        methods.sort(Comparator.comparing(Method::toString));
        return methods;
    }

    private List<String> classNames() {
        List<String> names = new ArrayList<>();
        for (String one : inside) {
            try (JarFile jar = new JarFile(jar(one).toFile())) {
                jar.stream()
                        .map(JarEntry::getName)
                        .filter(entry -> entry.endsWith(".class") && !entry.startsWith("META-INF"))
                        .map(entry -> entry.substring(0, entry.length() - 6).replace('/', '.'))
                        .forEach(names::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return names;
    }

    private static Path jar(String className) {
        try {
            Class<?> type = Class.forName(className, false, Library.class.getClassLoader());
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (ClassNotFoundException | URISyntaxException e) {
            throw new IllegalStateException(className, e);
        }
    }

    private static boolean isPublic(Class<?> type) {
        for (Class<?> outer = type; outer != null; outer = outer.getDeclaringClass()) {
            if (!Modifier.isPublic(outer.getModifiers())) {
                return false;
            }
        }
        return true;
    }

    /** Numbers and arrays of numbers only, a floating one among the parameters, and a result that has a derivative. */
    private static boolean isInScope(Method method) {
        if (!Modifier.isPublic(method.getModifiers())
                || !Modifier.isStatic(method.getModifiers())
                || method.isSynthetic()
                || method.getName().startsWith(RANDOM)) {
            return false;
        }
        boolean floating = false;
        boolean arrays = false;
        for (Class<?> parameter : method.getParameterTypes()) {
            if (!Leaves.element(parameter).isPrimitive() || Leaves.dimensions(parameter) > 2) {
                return false;
            }
            floating |= Leaves.isFloating(parameter);
            arrays |= Leaves.isFloating(parameter) && parameter.isArray();
        }
        Class<?> result = method.getReturnType();
        return floating
                && (result == void.class ? arrays : Leaves.isFloating(result) && Leaves.dimensions(result) <= 2);
    }
}
