package dev.fluxion.agent.derive.activity;

/** How one object is reached from another: what an edge in the graph of memory is labelled with. */
public enum MemoryLabel {
    /** As an element of an array of references: all elements are one. */
    ELEMENT
}
