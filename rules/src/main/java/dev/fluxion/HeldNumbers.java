package dev.fluxion;

import java.lang.ref.Reference;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigInteger;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.Collection;
import java.util.DoubleSummaryStatistics;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.BaseStream;

/**
 * Which objects may hold floating-point numbers that a user expects a derivative of. Judged by types, never by contents, so that it
 * does not depend on what a list happens to hold. Where types do not tell, the answer is that there may be some.
 */
final class HeldNumbers {
    private static final Set<Class<?>> INTEGERS = Set.of(
            Byte.class,
            Short.class,
            Integer.class,
            Long.class,
            BigInteger.class,
            AtomicInteger.class,
            AtomicLong.class,
            LongAdder.class,
            LongAccumulator.class);

    /** Of the JDK; their contents are what their type arguments say. */
    private static final Class<?>[] CONTAINERS = {
        Collection.class,
        Map.class,
        Map.Entry.class,
        Iterator.class,
        BaseStream.class,
        Optional.class,
        AtomicReference.class,
        AtomicReferenceArray.class,
        Reference.class
    };

    private static final Class<?>[] HOLDERS = {
        OptionalDouble.class, DoubleBuffer.class, FloatBuffer.class, DoubleSummaryStatistics.class
    };

    private static final ClassValue<Boolean> BY_CLASS = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
            return inObject(type, new HashSet<>());
        }
    };

    private HeldNumbers() {}

    /** @param declared the type of the parameter that the object is passed to, which may tell what a collection holds */
    static boolean maybeIn(Object object, Type declared) {
        if (object == null) {
            return false;
        }
        Class<?> type = object.getClass();
        boolean isContainer = isJdk(type) && isAny(type, CONTAINERS);
        return isContainer && declared instanceof ParameterizedType
                ? in(declared, new HashSet<>())
                : BY_CLASS.get(type);
    }

    /** For a variable of the type. */
    private static boolean in(Type type, Set<Type> seen) {
        if (!seen.add(type)) {
            return false; // the answer is in what follows from it elsewhere
        }
        if (type instanceof ParameterizedType parameterized
                && parameterized.getRawType() instanceof Class<?> raw
                && isJdk(raw)
                && isAny(raw, CONTAINERS)) {
            for (Type argument : parameterized.getActualTypeArguments()) {
                if (in(argument, seen)) {
                    return true;
                }
            }
            return false;
        }
        if (type instanceof ParameterizedType parameterized) {
            return in(parameterized.getRawType(), seen);
        }
        if (!(type instanceof Class<?> erased)) {
            return true; // a type variable, a wildcard or an array of these
        }
        boolean isOpen = erased.isInterface() || Modifier.isAbstract(erased.getModifiers());
        if (erased == Object.class || !isJdk(erased) && isOpen && !erased.isArray() && !erased.isPrimitive()) {
            return !isFunctional(erased);
        }
        return inObject(erased, seen);
    }

    /** For an object of the class. */
    private static boolean inObject(Class<?> type, Set<Type> seen) {
        if (type.isArray()) {
            return in(type.getComponentType(), seen);
        }
        if (type.isPrimitive()) {
            return type == double.class || type == float.class;
        }
        if (type.isEnum() || INTEGERS.contains(type) || type.isHidden()) {
            return false; // hidden: a lambda, whose captured values are constants
        }
        if (isJdk(type) && (Number.class.isAssignableFrom(type) || isAny(type, CONTAINERS) || isAny(type, HOLDERS))) {
            return true;
        }
        for (Class<?> walk = type; walk != null; walk = walk.getSuperclass()) {
            if (inFields(walk, seen)) {
                return true;
            }
        }
        return false;
    }

    private static boolean inFields(Class<?> type, Set<Type> seen) {
        boolean isJdk = isJdk(type);
        try {
            for (Field field : type.getDeclaredFields()) {
                // What the JDK keeps private, as a random generator its next number, is no number of the user's.
                boolean isOwn = isJdk
                        ? field.getType().isPrimitive() && !Modifier.isPrivate(field.getModifiers())
                        : !field.isSynthetic();
                if (isOwn && !Modifier.isStatic(field.getModifiers()) && in(field.getGenericType(), seen)) {
                    return true;
                }
            }
            return false;
        } catch (LinkageError | TypeNotPresentException absent) {
            return true;
        }
    }

    private static boolean isAny(Class<?> type, Class<?>[] among) {
        for (Class<?> one : among) {
            if (one.isAssignableFrom(type)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isJdk(Class<?> type) {
        ClassLoader loader = type.getClassLoader();
        return loader == null || loader == ClassLoader.getPlatformClassLoader();
    }

    private static boolean isFunctional(Class<?> type) {
        int toImplement = 0;
        for (Method method : type.isInterface() ? type.getMethods() : new Method[0]) {
            toImplement += Modifier.isAbstract(method.getModifiers()) ? 1 : 0;
        }
        return toImplement == 1;
    }
}
