package io.berth.checker;

import java.time.Instant;
import java.util.Map;

/**
 * One look at what a host runs, with the span of time in which it was taken. A record is stamped
 * after the look that it reports, so its timestamp is the latest moment. The earliest is known for
 * beats alone, from the broker's stamp of another beat; a report may have waited for the broker for
 * any time, and the host's own clock may have been set.
 */
sealed interface Sighting {
    /** The look was not taken before this; {@link Instant#MIN} when unknown. */
    Instant notBefore();

    /** The look was not taken after this. */
    Instant notAfter();

    /** In which life of the host. */
    Boot boot();

    /** The record. */
    Position at();

    /**
     * A look at everything: what is not in {@code running} does not run.
     *
     * @param byBeat whether a beat carries it; otherwise a report
     */
    record Whole(
            Instant notBefore,
            Instant notAfter,
            Boot boot,
            Position at,
            boolean byBeat,
            boolean fenced,
            Map<Vm, Epoch> running)
            implements Sighting {}

    /**
     * A look at one VM.
     *
     * @param running at this epoch; false says that it runs neither at this epoch nor at a lower
     *     one
     */
    record One(Instant notAfter, Boot boot, Position at, Vm vm, Epoch epoch, boolean running)
            implements Sighting {
        @Override
        public Instant notBefore() {
            return Instant.MIN;
        }
    }
}
