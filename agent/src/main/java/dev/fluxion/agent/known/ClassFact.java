package dev.fluxion.agent.known;

/** What is known of a class of the JDK; the resource says it of which, each in a section that is named here. */
public enum ClassFact {
    /** An object of it, passed to an inert method, makes that run no code of the program. */
    CLOSED("[closed classes]"),
    /** Its inert methods change their receiver, arrays that they are passed, and nothing else. */
    CONFINED("[confined classes]"),
    /** It is final, and nobody can change its objects. */
    IMMUTABLE("[immutable classes]"),
    /** Its objects may keep bits of a number that they are given. */
    WHOLE_NUMBERS("[whole numbers]"),
    /** A reference of this type that an inert method returns may be a box of a number. */
    MAY_BE_BOX("[may be a box]"),
    /** Its methods change the collection alone, as long as they are handed nothing that runs code of the program. */
    COLLECTION("[collections]"),
    /** The methods of collections name this type for what belongs to the collection: of elements they say {@code Object}. */
    PART_OF_COLLECTION("[parts of collections]");

    private final String section;

    ClassFact(String section) {
        this.section = section;
    }

    String section() {
        return section;
    }
}
