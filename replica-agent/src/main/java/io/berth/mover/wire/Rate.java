package io.berth.mover.wire;

/**
 * How fast a source may send.
 *
 * @param bytesPerSecond of TCP's payload: what TLS or Kerberos add is counted, headers of TCP and
 *     IP are not
 */
public record Rate(long bytesPerSecond) {
    /** No throttle. */
    public static final Rate UNLIMITED = new Rate(Long.MAX_VALUE);

    /**
     * @throws IllegalArgumentException when it is below {@link Timeouts#SLOWEST}, at which the
     *     target's patience is measured
     */
    public Rate {
        if (bytesPerSecond < Timeouts.SLOWEST) {
            throw new IllegalArgumentException(
                    "a throttle is at least %d bytes/s, given %d"
                            .formatted(Timeouts.SLOWEST, bytesPerSecond));
        }
    }

    /** Whether there is no throttle. */
    public boolean unlimited() {
        return bytesPerSecond == Long.MAX_VALUE;
    }
}
