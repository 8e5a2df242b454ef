package io.berth.platform.deploy;

import io.berth.platform.PlatformException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Waits for a server that is still starting, and says what it waits for: a person who watches a
 * slow start must be able to tell it from a hanging one.
 *
 * @param limit after which it gives up
 * @param pause between two attempts
 * @param tell is told the first reason, each new one, and when it came up
 */
record Patience(Duration limit, Duration pause, InstantSource clock, Consumer<String> tell) {
    /** One attempt: empty when the server answered, else why it did not yet. */
    @FunctionalInterface
    interface Attempt {
        /**
         * Tries once, within a few seconds.
         *
         * @throws PlatformException when waiting longer does not help
         */
        Optional<String> run();
    }

    /**
     * Returns when the attempt succeeds.
     *
     * @param server its name and address, to begin a sentence with
     * @throws PlatformException when the limit is over, with the last reason; or at once when the
     *     attempt throws it
     */
    void await(String server, Attempt attempt) {
        Instant start = clock.instant();
        String told = "";
        while (true) {
            Optional<String> reason = attempt.run();
            Duration waited = Duration.between(start, clock.instant());
            if (reason.isEmpty()) {
                tell.accept("%s answers after %d s".formatted(server, waited.toSeconds()));
                return;
            }
            if (waited.compareTo(limit) >= 0) {
                throw new PlatformException(
                        "%s did not answer within %d s: %s. See its log, e.g. docker compose logs; run the setup again when it is up: docker compose up -d."
                                .formatted(server, limit.toSeconds(), reason.get()));
            }
            if (!reason.get().equals(told)) {
                told = reason.get();
                tell.accept(
                        "waiting for %s, at most %d s: %s"
                                .formatted(server, limit.toSeconds(), told));
            }
            LockSupport.parkNanos(pause.toNanos());
        }
    }
}
