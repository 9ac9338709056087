package dev.fluxion.agent.link.program;

import dev.fluxion.agent.derive.activity.Unsupported;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.operator.FieldReference;
import dev.fluxion.agent.ir.operator.MethodReference;
import dev.fluxion.agent.ir.operator.Variant;
import dev.fluxion.agent.link.classfile.MethodLookup;
import dev.fluxion.agent.link.classfile.Rehost;
import dev.fluxion.agent.link.classfile.Synchronized;
import dev.fluxion.agent.link.classfile.Unfollowable;
import dev.fluxion.agent.optimize.Optimize;
import dev.fluxion.agent.read.Hierarchy;
import dev.fluxion.agent.read.MethodReader;
import dev.fluxion.agent.read.UnreadableMethodException;
import dev.fluxion.agent.report.Trace;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import org.objectweb.asm.Opcodes;

/** The IR of methods, constructors and class initialisers, as their class files have it. */
final class ReadBodies {
    private final MethodLookup methods;
    private final Hierarchy hierarchy;
    private final Trace trace;
    private final Map<Variant, Function> constructors = new HashMap<>();

    ReadBodies(MethodLookup methods, java.util.function.Function<String, byte[]> classFiles, Trace trace) {
        this.methods = methods;
        this.hierarchy = Hierarchy.of(path -> stream(classFiles.apply(path.substring(0, path.length() - 6))));
        this.trace = trace;
    }

    private static InputStream stream(byte[] bytes) {
        return bytes == null ? null : new ByteArrayInputStream(bytes);
    }

    /**
     * The IR of a method, which takes its lock if it is synchronized, as it can stand in a companion.
     *
     * @throws UnreadableMethodException if the code is none that is read
     */
    Function method(Variant variant, MethodLookup.Found found) throws UnreadableMethodException {
        Function function = MethodReader.read(found.owner(), found.method(), hierarchy);
        trace.reached(Trace.Stage.READ, variant, function);
        Rehost.run(function, found.owner(), methods);
        if (found.is(Opcodes.ACC_SYNCHRONIZED)) {
            Synchronized.run(function, found.is(Opcodes.ACC_STATIC), found.owner().name);
        }
        return function;
    }

    /**
     * The IR of a constructor, to be looked into.
     *
     * @throws Unsupported if that is not possible
     */
    Function constructor(Variant variant) {
        String construction =
                "the construction of a " + variant.method().owner().replace('/', '.');
        MethodLookup.Found found = methods.find(variant.method());
        if (found == null || !found.owner().name.equals(variant.method().owner())) {
            throw new Unsupported(construction + ", whose class file was not found,", Unfollowable.RULE_REMEDY);
        }
        Function known = constructors.get(variant);
        if (known == null) {
            try {
                known = MethodReader.read(found.owner(), found.method(), hierarchy);
                Rehost.run(known, found.owner(), methods);
            } catch (UnreadableMethodException unreadable) {
                throw new Unsupported(construction + " (" + unreadable.getMessage() + ")", Unfollowable.RULE_REMEDY);
            }
            constructors.put(variant, known);
        }
        return known;
    }

    /** The IR of the code that initialises a constant of a class; null if the field is none, or that cannot be read. */
    Function initializer(FieldReference field) {
        MethodLookup.FoundField found = methods.find(field);
        int constant = Opcodes.ACC_STATIC | Opcodes.ACC_FINAL;
        if (found == null || (found.field().access & constant) != constant) {
            return null;
        }
        MethodLookup.Found initializer =
                methods.find(new MethodReference(found.owner().name, "<clinit>", "()V", false));
        if (initializer == null || initializer.owner() != found.owner()) {
            return null;
        }
        try {
            Function function = MethodReader.read(initializer.owner(), initializer.method(), hierarchy);
            Optimize.run(function);
            return function;
        } catch (UnreadableMethodException unreadable) {
            trace.dropped(() -> "What " + field + " holds is not looked for", unreadable);
            return null; // then it is a field like any other
        }
    }
}
