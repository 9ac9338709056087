package dev.fluxion.agent.derive.random;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The variables that are visible at a place of a method, with what the generator knows of them. */
final class Scope {
    /** What values a whole number has. */
    enum Range {
        /** An index of every array: 0, 1 or 2. */
        SMALL,
        NOT_NEGATIVE,
        ANY
    }

    /**
     * @param assignable whether statements may assign it; those that bound loops may not be
     * @param bound the array of which it is an index, or null
     */
    record Entry(Variable variable, boolean assignable, Range range, Variable bound) {}

    private final List<Entry> entries = new ArrayList<>();
    private final List<Variable> pinned = new ArrayList<>();
    private int names;

    Variable fresh(String prefix, Kind kind) {
        return new Variable(prefix + names++, kind);
    }

    String freshName(String prefix) {
        return prefix + names++;
    }

    void add(Variable variable) {
        add(variable, true, Range.ANY);
    }

    void add(Variable variable, boolean assignable, Range range) {
        entries.add(new Entry(variable, assignable, range, null));
    }

    void addIndex(Variable variable, Variable array) {
        entries.add(new Entry(variable, false, Range.NOT_NEGATIVE, array));
    }

    int mark() {
        return entries.size();
    }

    void release(int mark) {
        entries.subList(mark, entries.size()).clear();
    }

    /** Until unpinned, the variable keeps its array. */
    void pin(Variable array) {
        pinned.add(array);
    }

    void unpin() {
        pinned.remove(pinned.size() - 1);
    }

    List<Variable> visible(Predicate<Entry> which) {
        return entries.stream().filter(which).map(Entry::variable).toList();
    }

    List<Variable> of(Kind kind) {
        return visible(entry -> entry.variable().kind() == kind);
    }

    List<Variable> assignable(Kind kind) {
        return visible(
                entry -> entry.variable().kind() == kind && entry.assignable() && !pinned.contains(entry.variable()));
    }

    /** Variables that hold a whole number and may be set to any. */
    List<Variable> free(Kind kind) {
        return visible(entry -> entry.variable().kind() == kind && entry.assignable() && entry.range() == Range.ANY);
    }

    List<Variable> within(Range range) {
        return visible(
                entry -> entry.variable().kind() == Kind.INT && entry.range().compareTo(range) <= 0);
    }

    List<Variable> indicesOf(Variable array) {
        return visible(entry -> array.equals(entry.bound()));
    }
}
