package io.berth.monitoring.domain.quarantine;

import io.berth.contracts.Require;
import io.berth.contracts.monitoring.HostQuarantined;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * When a host is kept from taking virtual machines because it fails again and again.
 *
 * <p>A <em>failure</em> is a silence that has lasted a threshold and that nobody expected; each
 * silence counts once, whether the host ends up failed, unreachable or isolated. At the moment of
 * the {@code failures}-th within {@code within} the host is quarantined for {@code lasting}, unless
 * that would make more than {@code percent} of the configured hosts of its domain, rounded down. A
 * cluster of fewer than four hosts has none quarantined, at 25 %: rather a host that flaps than a
 * cluster with too few. All times are log time.
 *
 * @param failures as many quarantine a host, at least 2
 * @param within over this time they are counted
 * @param lasting how long a quarantine lasts
 * @param percent at most so many of a domain's hosts at once
 */
public record QuarantineRules(int failures, Duration within, Duration lasting, int percent) {
    /** Longest time over which failures are counted, and longest quarantine. */
    private static final Duration LONGEST = Duration.ofDays(7);

    /** Three failures within an hour, two hours, a quarter of the hosts. */
    public static final QuarantineRules DEFAULT =
            new QuarantineRules(3, Duration.ofHours(1), Duration.ofHours(2), 25);

    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public QuarantineRules {
        Require.range("quarantine.failures", failures, 2, HostQuarantined.MAX_FAILURES);
        Require.range("quarantine.within", seconds(within), 1, LONGEST.toSeconds());
        Require.range("quarantine.lasting", seconds(lasting), 1, LONGEST.toSeconds());
        Require.range("quarantine.percent", percent, 0, 100);
    }

    private static long seconds(Duration duration) {
        return Require.present("quarantine duration", duration).toSeconds();
    }

    /**
     * The failures that count once another one has come.
     *
     * @param earlier in milliseconds of log time, oldest first
     * @return the newest {@link #failures} of those that are recent enough, oldest first
     */
    public List<Long> with(List<Long> earlier, long nowMillis) {
        List<Long> recent = new ArrayList<>(failures);
        for (long at : earlier) {
            if (nowMillis - at <= within.toMillis()) {
                recent.add(at);
            }
        }
        recent.add(nowMillis);
        return List.copyOf(recent.subList(Math.max(0, recent.size() - failures), recent.size()));
    }

    /** Whether so many failures are too many. */
    public boolean tooMany(List<Long> recent) {
        return recent.size() >= failures;
    }

    /**
     * Whether the failure at some time counts no more, so that a host is as if it had not failed.
     */
    public boolean isPast(Instant failure, Instant now) {
        return now.isAfter(failure.plus(within));
    }

    /** How many of so many configured hosts may be quarantined at once. */
    public int allowed(int configured) {
        return configured * percent / 100;
    }
}
