package dev.fluxion.agent.write;

import java.net.MalformedURLException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A library that is read into IR and written back as a whole. */
enum Library {
    COMMONS_MATH("commons-math3", 9_000, "org.apache.commons.math3.util.FastMath", CommonsMathWork.class),
    HIPPARCHUS("hipparchus-core", 6_500, "org.hipparchus.util.FastMath", LinearAlgebraWork.OfHipparchus.class),
    JAMA("jama", 100, "Jama.Matrix", LinearAlgebraWork.OfJama.class),
    COLT(
            "colt",
            4_000,
            "cern.colt.matrix.DoubleMatrix2D",
            LinearAlgebraWork.OfColt.class,
            "EDU.oswego.cs.dl.util.concurrent.Semaphore"),
    EJML(
            "ejml-ddense",
            2_000,
            "org.ejml.dense.row.CommonOps_DDRM",
            LinearAlgebraWork.OfEjml.class,
            "org.ejml.data.DMatrixRMaj"),
    ARPACK("arpack_combined_all", 2_300, "org.netlib.lapack.Dgesvd", LapackWork.class);

    private final String artifact;
    private final int methods;
    private final String inside;
    private final Class<?> work;
    private final List<String> dependencies;

    /**
     * @param methods a lower bound of how many methods with code there are
     * @param inside a class of the library
     * @param work a class whose {@code results} method uses the library
     * @param dependencies one class of each library that this one needs
     */
    Library(String artifact, int methods, String inside, Class<?> work, String... dependencies) {
        this.artifact = artifact;
        this.methods = methods;
        this.inside = inside;
        this.work = work;
        this.dependencies = List.of(dependencies);
    }

    String artifact() {
        return artifact;
    }

    int methods() {
        return methods;
    }

    Path jar() {
        return jar(inside);
    }

    /** The results of the work with the original classes. */
    Object results() throws ReflectiveOperationException {
        return work.getMethod("results").invoke(null);
    }

    /** The results of the work with the classes that a loader finds. */
    Object results(ClassLoader loader) throws ReflectiveOperationException {
        return loader.loadClass(work.getName()).getMethod("results").invoke(null);
    }

    List<Path> dependencies() {
        return dependencies.stream().map(Library::jar).toList();
    }

    static Path jar(String className) {
        try {
            Class<?> type = Class.forName(className, false, Library.class.getClassLoader());
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (ClassNotFoundException | URISyntaxException e) {
            throw new IllegalStateException(className, e);
        }
    }

    static URL[] urls(List<Path> paths) throws MalformedURLException {
        List<URL> urls = new ArrayList<>();
        for (Path path : paths) {
            urls.add(path.toUri().toURL());
        }
        return urls.toArray(new URL[0]);
    }
}
