package io.berth.inventory.domain.support;

/** How one rule comes out. */
public enum Outcome {
    /** It is kept. */
    PASSED,
    /** It is kept, but what was asked about will probably not do what was meant. */
    WARNING,
    /** It is broken. */
    FAILED,
    /** What was asked about is on no list. */
    NOT_LISTED,
    /** It cannot be told, because something was not stated. */
    NOT_STATED,
    /** The rule is about something else. */
    NOT_APPLICABLE
}
