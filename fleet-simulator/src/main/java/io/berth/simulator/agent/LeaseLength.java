package io.berth.simulator.agent;

import io.berth.contracts.telemetry.HostBeat;
import io.berth.contracts.timing.LeaseTimings;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long the leases of an agent are, while that may be changed under way. Soft state: a life of
 * the agent begins with the usual length, which is the shortest that every monitor knows.
 *
 * <p><b>Goal.</b> The monitor judges a host by the lease that its last appended beat told. So
 * whatever lease runs at the host, the last beat that can have been appended must have told one at
 * least as long.
 *
 * <p><b>Steps.</b>
 *
 * <ol>
 *   <li>Each beat tells the length that is wanted, or a longer one that was in use before and with
 *       which a lease still runs ({@link #told}).
 *   <li>An acknowledged beat is worth the shortest length that was wanted when it or any later beat
 *       was sent, or is wanted now: the broker may hold all of these, and the last may have come
 *       first ({@link SentBeats#worth}).
 *   <li>A permission of the peers is worth what the acknowledgements so far are worth ({@link
 *       #usable}). So a longer length is used only once the broker holds a beat that tells it.
 *   <li>When a shorter length is wanted, it is used at once. The lease that runs is not cut short:
 *       nothing would be gained by stopping VMs for it.
 * </ol>
 *
 * <p><b>Worked example.</b> Wanted are 10.35 s instead of 3.5 s, from 20.0 s on. Beat 41, sent at
 * 20.5 s, tells 10.35 s; beat 40, sent at 20.0 s, told 3.5 s, and its acknowledgement at 20.6 s is
 * worth a lease to 23.5 s. Beat 41 is acknowledged at 20.7 s: to 30.85 s. At 25.0 s 3.5 s are
 * wanted again, with the lease running to 34.85 s. Beats go on telling 10.35 s until then; a host
 * that is cut off at 26 s is found failed by the longer lease, and one that is cut off at 40 s by
 * the shorter.
 */
final class LeaseLength {
    private final Duration usual;
    private final Duration shortest;
    private Duration wanted;
    private Duration usable;
    private Duration fading = Duration.ZERO;
    private Duration fadingUntil = Duration.ZERO;

    LeaseLength(LeaseTimings timings) {
        usual = timings.lease();
        shortest = timings.shortestLease();
        wanted = usual;
        usable = usual;
    }

    /** Whether an agent with these timings can hold such a lease. */
    boolean canBe(Duration length) {
        return length.compareTo(shortest) >= 0 && length.compareTo(HostBeat.LONGEST_LEASE) <= 0;
    }

    /**
     * Another length is wanted.
     *
     * @param leaseEnd when the running lease ends; zero when none runs
     */
    void want(Duration length, Duration leaseEnd) {
        if (length.compareTo(usable) < 0) {
            if (leaseEnd.compareTo(Duration.ZERO) > 0) {
                fading = longer(usable, fading);
                fadingUntil = longer(leaseEnd, fadingUntil);
            }
            usable = length;
        }
        wanted = length;
    }

    /** An acknowledgement was worth so much. */
    void proven(Duration worth) {
        usable = longer(usable, worth);
    }

    Duration wanted() {
        return wanted;
    }

    /** What a permission of the peers is worth. */
    Duration usable() {
        return usable;
    }

    /** What a beat says that is sent now; null for the usual length. */
    @Nullable Duration told(Duration now) {
        if (now.compareTo(fadingUntil) >= 0) {
            fading = Duration.ZERO;
        }
        Duration told = longer(wanted, fading);
        return told.equals(usual) ? null : told;
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }
}
