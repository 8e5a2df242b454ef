package io.berth.mover.wire;

/**
 * Why a target does not take a cycle. Nothing was changed at the target.
 *
 * @param detail what was wanted and what there is; cut at {@value #DETAIL} characters
 */
public record Refusal(Reason reason, String detail) {
    /** Enough for two names and two roots. */
    public static final int DETAIL = 300;

    /** The wire carries the position; a new reason goes to the end. */
    public enum Reason {
        /** The source speaks a version of the protocol that the target does not. */
        VERSION,
        /** The connection was proved to be from, or meant for, another host. */
        WRONG_HOST,
        /** The target knows of no such relationship, or not from this source. */
        NOT_EXPECTED,
        /** Another transfer of the same relationship and disk is running. */
        BUSY,
        /** A delta came, and there is no copy to write it over. */
        LACKS_COPY,
        /** The copy has another root than the delta presumes. */
        WRONG_BASE,
        /** The copy is of a later cycle already. */
        SUPERSEDED,
        /** There is not enough space for the image. */
        FULL,
        /** The image has a size or block size that the copy cannot take. */
        SHAPE,
        /** The target is stopping, or cannot open the copy now. */
        UNAVAILABLE
    }

    /** Cuts the detail. */
    public Refusal {
        detail = detail.length() > DETAIL ? detail.substring(0, DETAIL) : detail;
    }
}
