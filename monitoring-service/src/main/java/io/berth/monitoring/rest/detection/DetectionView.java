package io.berth.monitoring.rest.detection;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.telemetry.DetectionSet;
import io.berth.contracts.timing.LeaseTimings;
import io.berth.monitoring.domain.detection.Detection;
import io.berth.monitoring.domain.detection.DetectionProgress;
import io.berth.monitoring.store.detection.StoredDetection;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How long hosts of a cluster may be silent, as it is shown. Durations as in ISO 8601.
 *
 * @param revision 0 where nothing was ever set, so that the usual holds
 * @param changedBy absent where nothing was set, as is the time
 * @param inForce what the partition's owner judges by; absent while it is what was set
 * @param agents how far they have followed; absent where nothing was set, or for a moment after
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DetectionView(
        ClusterId cluster,
        long revision,
        String threshold,
        String lease,
        @Nullable Principal changedBy,
        @Nullable Instant changedAt,
        @Nullable InForce inForce,
        @Nullable Agents agents,
        Limits limits) {
    /** What holds until the record of what was set has been read. */
    public record InForce(long revision, String threshold, String lease) {}

    /**
     * How far agents have followed.
     *
     * @param configured hosts of the cluster
     * @param following hosts whose last beat told the lease that is wanted
     * @param unheard hosts that have not beaten yet, or have failed
     * @param waitingFor the others, of which the first are listed
     */
    public record Agents(
            int configured, int following, int unheard, int waitingFor, List<Behind> hosts) {}

    /**
     * A host that tells another lease.
     *
     * @param judgedAfter by then the lease has run out; never less than the threshold
     */
    public record Behind(HostId host, String lease, String judgedAfter) {}

    /** What may be set: any threshold from the shortest to the longest, with a lease that fits. */
    public record Limits(
            String shortestThreshold,
            String longestThreshold,
            String shortestLease,
            String longestLeaseForThreshold) {}

    static DetectionView of(
            ClusterId cluster,
            @Nullable StoredDetection set,
            @Nullable DetectionProgress progress,
            LeaseTimings timings) {
        Detection wanted = set == null ? Detection.usual(timings) : set.detection();
        return new DetectionView(
                cluster,
                wanted.revision(),
                wanted.threshold().toString(),
                wanted.lease().toString(),
                set == null ? null : set.by(),
                set == null ? null : set.changedAt(),
                inForce(wanted, progress, timings),
                progress == null ? null : agents(progress),
                new Limits(
                        timings.outlasting(timings.shortestLease()).toString(),
                        DetectionSet.LONGEST_THRESHOLD.toString(),
                        timings.shortestLease().toString(),
                        timings.longestLease(wanted.threshold()).toString()));
    }

    private static @Nullable InForce inForce(
            Detection wanted, @Nullable DetectionProgress progress, LeaseTimings timings) {
        Detection folded = progress == null ? Detection.usual(timings) : progress.detection();
        return folded.revision() == wanted.revision()
                ? null
                : new InForce(
                        folded.revision(),
                        folded.threshold().toString(),
                        folded.lease().toString());
    }

    private static Agents agents(DetectionProgress progress) {
        return new Agents(
                progress.configured(),
                progress.following(),
                progress.unheard(),
                progress.behindCount(),
                progress.behind().stream()
                        .map(host ->
                                new Behind(
                                        host.host(),
                                        host.lease().toString(),
                                        host.judgedAfter().toString()))
                        .toList());
    }
}
