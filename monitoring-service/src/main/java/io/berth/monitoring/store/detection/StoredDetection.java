package io.berth.monitoring.store.detection;

import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.telemetry.DetectionSet;
import io.berth.monitoring.domain.detection.Detection;
import java.time.Instant;

/** What was set for a cluster, and by whom. */
public record StoredDetection(
        ClusterId cluster, Detection detection, Principal by, Instant changedAt) {
    /** The same as a record of the cluster's partition. */
    public DetectionSet toRecord() {
        return new DetectionSet(
                DomainId.of(cluster),
                detection.revision(),
                detection.threshold(),
                detection.lease());
    }
}
