package io.berth.replica.domain.adviser;

/** Where a figure comes from, and so how far it can be trusted. */
public enum Origin {
    /** Hosts measured it. */
    MEASURED,
    /** The request said so. */
    GIVEN,
    /** The request said nothing, and this is what that means. */
    ASSUMED,
    /** Calculated from other figures. */
    DERIVED,
    /** It cannot be less; how much more it is, is not known. */
    LOWER_BOUND
}
