package io.berth.monitoring.domain;

/** What is odd about a key-value pair that a guest published. It is kept all the same. */
public enum KvpFlag {
    /** The key is longer than the 255 UTF-16 units that the exchange allows. */
    KEY_TOO_LONG,
    /** The value is longer than the 1023 UTF-16 units that the exchange allows. */
    VALUE_TOO_LONG,
    /** The key is empty. */
    EMPTY_KEY,
    /** A NUL or another control character. */
    CONTROL_CHARACTER,
    /** Half of a surrogate pair, which is no character. */
    LONE_SURROGATE,
    /** A key that should hold a version, and the value does not start with a number. */
    VERSION_NOT_UNDERSTOOD
}
