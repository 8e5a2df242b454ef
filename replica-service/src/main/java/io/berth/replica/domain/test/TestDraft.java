package io.berth.replica.domain.test;

import io.berth.contracts.ids.CycleNumber;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A test that is wished for.
 *
 * @param point the cycle to boot from; the newest when absent
 * @param bootWithin from the order on
 * @param keepFor how long it is left running once it has booted; zero: not at all
 */
public record TestDraft(@Nullable CycleNumber point, Duration bootWithin, Duration keepFor) {
    /** When nobody says. */
    public static final Duration BOOT_WITHIN = Duration.ofMinutes(5);
}
