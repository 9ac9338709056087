package dev.fluxion.agent.known;

/** What may be known of a method whose code is not read; the resources say it of which, each in a section that is named here. */
public enum MethodFact {
    /** No derivative flows through it. */
    INERT("[inert]"),
    /** Gives a number in another form, as bits or as a box. */
    ENCODES("[encodes]"),
    /** Makes a number of such a form. */
    DECODES("[decodes]"),
    /** A function of its arguments alone, which never throws. */
    MATHEMATICS("[mathematics]"),
    /** Leaves everything as it is. */
    QUIET("[quiet]"),
    /** Its result may be the bits of a number, if it is given bits. */
    HANDS_ON_BITS("[hands on bits]"),
    /** Makes a collection of what it is passed. */
    MAKES_COLLECTION("[makes a collection]"),
    /** Changes the collection that is its first argument, or nothing. */
    CHANGES_FIRST_ARGUMENT("[changes its first argument]");

    private final String section;

    MethodFact(String section) {
        this.section = section;
    }

    String section() {
        return section;
    }

    /** Whether an application may say it of methods too. */
    boolean isForApplications() {
        return this == INERT || this == ENCODES || this == DECODES;
    }
}
