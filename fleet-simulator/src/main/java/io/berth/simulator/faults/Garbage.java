package io.berth.simulator.faults;

/** Ways for a record to be of no use. Each must end as a dead letter and disturb nothing else. */
public enum Garbage {
    /** A beat that is not JSON. */
    NOT_JSON,
    /** A beat without CloudEvents attributes. */
    NO_HEADERS,
    /** A beat without a key. */
    NULL_KEY,
    /** A beat without a value. */
    NULL_VALUE,
    /** A beat with a field out of its range. */
    INVALID_EVENT,
    /** A beat under the key of another domain. */
    KEY_MISMATCH,
    /** A beat in a partition that its key does not belong to. */
    WRONG_PARTITION,
    /** A beat of a host that no inventory knows. */
    UNKNOWN_HOST,
    /** A value longer than any that is read. */
    TOO_LARGE,
    /** Key-value pairs of a guest, with a version string that no parser likes. */
    KVP_VERSION
}
