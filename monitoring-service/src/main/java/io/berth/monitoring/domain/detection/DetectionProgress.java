package io.berth.monitoring.domain.detection;

import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import java.time.Duration;
import java.util.List;

/**
 * How far the agents of a domain have followed what was set for it, as their beats tell; for
 * people.
 *
 * @param detection what the fold judges by
 * @param configured hosts of the domain
 * @param following hosts whose last beat told the lease that is wanted
 * @param unheard hosts that have not beaten yet, or have failed
 * @param behind the others, by id, at most {@link #MAX_BEHIND}
 */
public record DetectionProgress(
        DomainId domain,
        Detection detection,
        int configured,
        int following,
        int unheard,
        List<Behind> behind) {
    /** Of these every one is worth a look; of more, how many there are. */
    public static final int MAX_BEHIND = 20;

    public DetectionProgress {
        behind = List.copyOf(behind);
    }

    /** How many hosts beat and have not followed, with those that are not listed. */
    public int behindCount() {
        return configured - following - unheard;
    }

    /**
     * A host whose agent has not followed.
     *
     * @param lease that its last beat told
     * @param judgedAfter log time without an accepted beat after which it is judged: longer than
     *     the threshold where its lease is
     */
    public record Behind(HostId host, Duration lease, Duration judgedAfter) {}
}
