package io.berth.kit.intake;

/**
 * One record is well-formed, but can never be applied. It alone becomes a dead letter; the rest of
 * its batch is applied.
 */
public final class RefusedForGood extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Received<?> record;

    /**
     * @param reason for people, with the values that matter; it stands in the dead letter, so no
     *     secrets
     */
    public RefusedForGood(Received<?> record, String reason) {
        super(reason, null, false, false);
        this.record = record;
    }

    /** The record that is refused. */
    public Received<?> record() {
        return record;
    }

    /** Why. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}
