package dev.fluxion.agent.optimize;

import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.operator.FieldReference;
import dev.fluxion.agent.ir.operator.Invoke;
import dev.fluxion.agent.ir.value.Type;

/** What has to be known of classes to do without their objects. Class names are internal ones. */
public interface ObjectClasses {
    /** The declared instance field that a reference means in an object of exactly that class; null if there is none. */
    FieldReference field(String className, FieldReference reference);

    /**
     * The class of the object that a static field holds once its class has been initialised, of which all that is ever read stays as
     * it is; null if that is not known.
     */
    String constant(FieldReference field);

    /**
     * The body of a constructor of objects of exactly that class, those of its superclasses in it. Its first parameter is the
     * object, of which it does nothing but read and write fields; null if there is no such body.
     */
    Function constructor(Invoke construction, String className);

    /** Whether making the first object of the class runs code. */
    boolean isInitialized(String className);

    /** Whether an object of exactly that class is an instance of the type; null if that is not known. */
    Boolean isInstance(String className, Type type);
}
