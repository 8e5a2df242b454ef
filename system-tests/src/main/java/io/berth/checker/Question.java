package io.berth.checker;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What was done to the fleet, so that the checker knows what must follow from it.
 *
 * @param domains whose VMs and hosts are judged
 * @param crashes hosts that were made to die, each with the moment of the order
 * @param quietPhases stretches in which nothing at all may happen to any VM
 * @param unplaceableAllowed whether a VM may end without a host when every refusal is explained;
 *     false where the estate has room for all
 * @param answersExpected whether placement's REST answers must agree with the agents
 * @param replication how cycles are judged; absent where nothing was replicated
 * @param leaseGuard how long after the last appended beat a silent host may still run its VMs: 1.02
 *     × lease + time to stop
 * @param living a host heard of within this time of the end of the history is alive
 * @param tolerance how far the clocks of broker and agents may differ; zero on one machine
 */
public record Question(
        Set<Domain> domains,
        List<Crash> crashes,
        List<QuietPhase> quietPhases,
        boolean unplaceableAllowed,
        boolean answersExpected,
        @Nullable Replication replication,
        Duration leaseGuard,
        Duration living,
        Duration tolerance) {
    public Question {
        domains = Set.copyOf(domains);
        crashes = List.copyOf(crashes);
        quietPhases = List.copyOf(quietPhases);
    }

    /**
     * How the cycles of the domains' VMs are judged.
     *
     * @param patience how long an unanswered cycle may run before the service must end it
     * @param rpoTolerance how far a claimed RPO may lie from that of the events
     */
    public record Replication(Duration patience, Duration rpoTolerance) {}

    /** A host that was made to die. */
    public record Crash(Host host, Instant at) {}

    /**
     * A fault that must not touch any VM.
     *
     * @param name for people
     * @param from when the fault began; the fleet must have been at rest for a few beats before
     * @param to when its end had settled; the fleet must stay at rest for a few beats after it
     * @param silenced hosts that the fault kept from the broker
     * @param atLeast how long each of them must have been silent without a break; a shorter silence
     *     would prove nothing; zero where the fault silences nobody
     * @param heldDomain where a hold must have begun and ended; absent where none is due
     */
    public record QuietPhase(
            String name,
            Instant from,
            Instant to,
            Set<Host> silenced,
            Duration atLeast,
            @Nullable Domain heldDomain) {
        public QuietPhase {
            silenced = Set.copyOf(silenced);
        }
    }
}
