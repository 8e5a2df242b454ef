package io.berth.contracts.replica;

/** What the test of a replica has shown. */
public enum TestOutcome {
    /** The VM boots from the point. */
    BOOTED,
    /** It did not boot, or not in time. */
    NOT_BOOTED,
    /** The host does not hold the point. */
    REFUSED_NO_SUCH_POINT,
    /** The host had too little room for a test. */
    REFUSED_NO_MEMORY,
    /** The host was testing this VM already. */
    REFUSED_BUSY,
    /** A VM that was started needed the memory. */
    GAVE_WAY,
    /** It was ended before there was a verdict. */
    ENDED,
    /** The host failed, or its agent was started anew, before there was a verdict. */
    INTERRUPTED,
    /** The host did not answer in time. */
    NO_ANSWER
}
