package io.berth.contracts.wire;

/**
 * Why a record was refused for good. The name in lower case with dashes is the reason class in its
 * dead letter.
 */
public enum RejectionCode {
    /** It has no key, so it lies in an arbitrary partition. */
    NULL_KEY,
    /** It has no value, in a topic without deletions. */
    NULL_VALUE,
    /** It is longer than {@link EventCodec#MAX_PAYLOAD}. */
    TOO_LARGE,
    /** A CloudEvents attribute is missing. */
    MISSING_HEADER,
    /** A CloudEvents attribute is not what it must be. */
    BAD_HEADER,
    /** The value is not JSON. */
    MALFORMED_JSON,
    /** The JSON is not an event of the type that its header names. */
    INVALID_EVENT,
    /** The key is not that of the event in it. */
    KEY_MISMATCH,
    /**
     * It lies in another partition than its key belongs to: its producer does not partition by
     * murmur2.
     */
    WRONG_PARTITION,
    /** The id has been seen before with another payload. */
    DUPLICATE_ID,
    /** It is well-formed, and the service that owns the matter refuses it for good. */
    REFUSED;

    /** The reason class as it stands in a dead letter and in a metric label. */
    public String label() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
