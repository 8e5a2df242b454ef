package io.berth.keyvault.domain.access;

/** To which objects an entry applies, seen from the one that it stands on. */
public enum Scope {
    /** That one alone. */
    THIS_OBJECT,
    /** That one and all below. */
    THIS_AND_DESCENDANTS,
    /** All below, not that one. */
    DESCENDANTS
}
