package io.berth.contracts.inventory;

/** How much an update matters, as its maker rates it. */
public enum UpdateSeverity {
    /** Can be used for attack without anyone's doing. */
    CRITICAL,
    /** Can be used to get at data or to stop a service. */
    IMPORTANT,
    /** Hard to use, or of limited effect. */
    MODERATE,
    /** Of little effect. */
    LOW,
    /** Not rated: an improvement rather than a repair. */
    UNSPECIFIED
}
