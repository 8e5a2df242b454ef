package io.berth.mover.wire;

import java.time.Duration;

/**
 * How long one side waits for the other. Each is counted from when the waiting begins, not from the
 * last byte, so that a peer gains nothing by sending a byte now and then.
 *
 * @param connect until there is a TCP connection
 * @param handshake until each side knows who the other one is
 * @param idle until the next message begins
 * @param message from the first byte of a message to its last one, beside the time that it takes at
 *     {@link #SLOWEST}
 * @param commit until the target has checked the whole image
 */
public record Timeouts(
        Duration connect, Duration handshake, Duration idle, Duration message, Duration commit) {
    /** No link, and no throttle, is slower than this many bytes a second (64 kbit/s). */
    public static final int SLOWEST = 8_000;

    /** For links between sites; a large image is hashed at some 500 MB/s. */
    public static final Timeouts USUAL =
            new Timeouts(
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(20),
                    Duration.ofMinutes(2),
                    Duration.ofSeconds(30),
                    Duration.ofHours(1));

    /** For a message of this many bytes. */
    Duration message(int bytes) {
        return message.plusMillis(bytes * 1_000L / SLOWEST);
    }
}
