package io.berth.monitoring.domain;

/**
 * What one record did to the fold. What it made known of hosts and domains is told apart from it.
 */
public sealed interface Outcome {
    /** An outcome without particulars; constants, so that a beat costs no garbage. */
    enum Plain implements Outcome {
        /** A beat that is newer than all before it of its host. */
        ACCEPTED,
        /** A beat that was repeated, overtaken or of an earlier boot: it refreshes nothing. */
        STALE,
        /** A tick, a roster or a proof that was taken up. */
        FOLDED,
        /** A roster that is not newer, or a proof about a host that has failed already. */
        UNCHANGED,
        /** No event: unreadable or of an unknown type. Its timestamp counted. */
        TIMESTAMP_ONLY,
        /** A record below the fold's offset, delivered again. Not even its timestamp counted. */
        ALREADY_FOLDED
    }

    /**
     * It was refused.
     *
     * @param refusal why
     * @param first whether it is the first of its kind, which becomes a dead letter; the rest of an
     *     unknown host's beats are only counted
     */
    record Refused(Refusal refusal, boolean first) implements Outcome {}
}
