package io.berth.inventory.domain.support;

/** What a row of the rulebook says of the products that it is about. */
public enum Listing {
    /** They are supported. */
    SUPPORTED,
    /** They are refused, by name. */
    UNSUPPORTED,
    /** They are known, and on no list. */
    NOT_LISTED
}
