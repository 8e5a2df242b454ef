package io.berth.placement.store;

/**
 * Which version of a domain somebody has read. It is the only thing that keeps two instances from
 * deciding for the same domain: whoever writes must have read the newest version.
 */
public record Fence(long version) {
    /** The domain has never been written. */
    public static final Fence NEVER_WRITTEN = new Fence(0);

    /** After one more transaction. */
    public Fence next() {
        return new Fence(version + 1);
    }

    boolean isNeverWritten() {
        return equals(NEVER_WRITTEN);
    }
}
