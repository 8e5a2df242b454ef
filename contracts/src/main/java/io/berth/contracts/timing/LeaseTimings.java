package io.berth.contracts.timing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The constants that agents and the monitor must agree on, and the inequalities under which a VM
 * never runs twice and an outage never stops the fleet. They are checked whenever a set is made, so
 * a service or an agent with constants that do not fit refuses to start.
 *
 * <p>Threshold and lease may differ from cluster to cluster and change while hosts beat ({@link
 * #with}); all other constants are the same everywhere.
 *
 * <p>The argument in short. An agent stops its highly available VMs at the latest {@code lease}
 * after it <em>sent</em> the last beat that was acknowledged, plus {@code kill}; its clock and the
 * broker's drift apart by at most 2 %. The monitor declares it failed once {@code threshold} of log
 * time has passed since that beat was appended; all of that but one {@code cap}, which an unnoticed
 * step of the broker's clock may have added, is real time. So {@code 1.02·lease + kill + cap ≤
 * threshold}. When the broker is out of reach of a majority, its nodes grant each other leases once
 * each has been unserved for {@code agentUnserved}; by then the monitor must see them all silent
 * and hold its judgement: {@code monitorSilent ≤ agentUnserved − peerTimeout}. A beat confirms its
 * predecessor, so a healthy node's confirmed time is up to two beats and a round trip old: {@code
 * monitorSilent ≥ 2·beat + roundTrip}. The lease must outlast the question to the peers: {@code
 * lease ≥ agentUnserved + 1.5·beat + roundTrip + peerTimeout}. And since one beat is in flight at a
 * time, {@code requestTimeout ≤ beat}, or a lost one would delay the next.
 *
 * @param threshold T: silence after which a node is judged
 * @param beat b: between two beats
 * @param requestTimeout how long one beat may be in flight
 * @param peerTimeout p: how long a peer may take to answer
 * @param lease L: the right to run highly available VMs, from the sending of an acknowledged beat
 * @param agentUnserved A: without an acknowledgement for this long, a node counts as unserved
 * @param monitorSilent S: a node whose confirmed time is older is silent
 * @param kill how long it may take to stop the VMs of a host
 * @param roundTrip rtt: to the broker and back, at most, when all is well
 * @param cap most that one record can advance log time
 */
public record LeaseTimings(
        Duration threshold,
        Duration beat,
        Duration requestTimeout,
        Duration peerTimeout,
        Duration lease,
        Duration agentUnserved,
        Duration monitorSilent,
        Duration kill,
        Duration roundTrip,
        Duration cap) {
    private static final Duration LONGEST = Duration.ofHours(1);

    /** The defaults: failure is declared after five seconds. */
    public static final LeaseTimings DEFAULT =
            new LeaseTimings(
                    Duration.ofMillis(5000),
                    Duration.ofMillis(500),
                    Duration.ofMillis(500),
                    Duration.ofMillis(300),
                    Duration.ofMillis(3500),
                    Duration.ofMillis(2000),
                    Duration.ofMillis(1500),
                    Duration.ofMillis(400),
                    Duration.ofMillis(400),
                    Duration.ofMillis(1000));

    /**
     * @throws IllegalArgumentException naming every part that is missing, is not a whole number of
     *     milliseconds or lies outside its range, or else every inequality that does not hold, with
     *     its figures
     */
    public LeaseTimings {
        List<String> broken = new ArrayList<>();
        checkPart(broken, "threshold", threshold, 1);
        checkPart(broken, "beat", beat, 1);
        checkPart(broken, "requestTimeout", requestTimeout, 1);
        checkPart(broken, "peerTimeout", peerTimeout, 1);
        checkPart(broken, "lease", lease, 1);
        checkPart(broken, "agentUnserved", agentUnserved, 1);
        checkPart(broken, "monitorSilent", monitorSilent, 1);
        checkPart(broken, "kill", kill, 0);
        checkPart(broken, "roundTrip", roundTrip, 0);
        checkPart(broken, "cap", cap, 1);
        if (broken.isEmpty()) {
            long fenced = outlasting(lease.toMillis(), kill, cap);
            checkOrder(broken, "1.02·lease + kill + cap", fenced, "threshold", millis(threshold));
            checkOrder(
                    broken,
                    "monitorSilent",
                    millis(monitorSilent),
                    "agentUnserved − peerTimeout",
                    millis(agentUnserved) - millis(peerTimeout));
            checkOrder(
                    broken,
                    "2·beat + roundTrip",
                    millis(beat, beat, roundTrip),
                    "monitorSilent",
                    millis(monitorSilent));
            checkOrder(
                    broken,
                    "agentUnserved + 1.5·beat + roundTrip + peerTimeout",
                    permitted(agentUnserved, beat, roundTrip, peerTimeout),
                    "lease",
                    millis(lease));
            checkOrder(broken, "requestTimeout", millis(requestTimeout), "beat", millis(beat));
        }
        if (!broken.isEmpty()) {
            throw new IllegalArgumentException(
                    "Lease timings do not fit: " + String.join("; ", broken));
        }
    }

    /**
     * The silence after which a host that held a lease of this length has certainly stopped its
     * VMs: {@code 1.02·lease + kill + cap}.
     */
    public Duration outlasting(Duration held) {
        return Duration.ofMillis(outlasting(held.toMillis(), kill, cap));
    }

    /** The longest lease that a threshold outlasts; negative where it outlasts none. */
    public Duration longestLease(Duration waited) {
        return Duration.ofMillis(Math.floorDiv(100 * (waited.toMillis() - millis(kill, cap)), 102));
    }

    /**
     * The shortest lease that lasts until the peers have permitted a host to go on: {@code
     * agentUnserved + 1.5·beat + roundTrip + peerTimeout}.
     */
    public Duration shortestLease() {
        return Duration.ofMillis(permitted(agentUnserved, beat, roundTrip, peerTimeout));
    }

    /**
     * The same with another threshold and lease.
     *
     * @throws IllegalArgumentException naming every inequality that does not hold
     */
    public LeaseTimings with(Duration otherThreshold, Duration otherLease) {
        return new LeaseTimings(
                otherThreshold,
                beat,
                requestTimeout,
                peerTimeout,
                otherLease,
                agentUnserved,
                monitorSilent,
                kill,
                roundTrip,
                cap);
    }

    private static long outlasting(long leaseMillis, Duration kill, Duration cap) {
        return Math.ceilDiv(leaseMillis * 102, 100) + millis(kill, cap);
    }

    private static long permitted(
            Duration agentUnserved, Duration beat, Duration roundTrip, Duration peerTimeout) {
        return millis(agentUnserved, roundTrip, peerTimeout) + Math.ceilDiv(3 * beat.toMillis(), 2);
    }

    private static void checkPart(
            List<String> broken, String name, @Nullable Duration part, long minMillis) {
        if (part == null) {
            broken.add(name + " is missing");
        } else if (part.compareTo(Duration.ofMillis(minMillis)) < 0
                || part.compareTo(LONGEST) > 0
                || part.toNanosPart() % 1_000_000 != 0) {
            broken.add(
                    name
                            + " = "
                            + part
                            + " must be a whole number of milliseconds from "
                            + minMillis
                            + " ms to 1 h");
        }
    }

    private static void checkOrder(
            List<String> broken, String smaller, long smallerMs, String larger, long largerMs) {
        if (smallerMs > largerMs) {
            broken.add(
                    "%s = %d ms must be at most %s = %d ms"
                            .formatted(smaller, smallerMs, larger, largerMs));
        }
    }

    private static long millis(Duration... parts) {
        long sum = 0;
        for (Duration part : parts) {
            sum += part.toMillis();
        }
        return sum;
    }
}
