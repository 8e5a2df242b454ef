package io.berth.inventory.rest.updates;

import io.berth.contracts.inventory.BaselineUpdate;
import io.berth.contracts.inventory.UpdateExemption;
import io.berth.inventory.domain.updates.Compliance;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How far hosts comply with a baseline.
 *
 * @param counts how many hosts of each status, of all
 * @param nextCursor asks for the part after this one; absent in the last
 */
record ComplianceView(
        String baseline,
        Map<Compliance.Status, Integer> counts,
        List<HostView> items,
        @Nullable String nextCursor) {
    /** How far a host complies. */
    record HostView(
            String host,
            Compliance.Status status,
            List<BaselineUpdate> missing,
            List<UpdateExemption> exempted,
            @Nullable Instant scannedAt,
            @Nullable String reason) {
        static HostView of(Compliance.OfHost one) {
            return new HostView(
                    one.host().value(),
                    one.status(),
                    one.missing(),
                    one.exempted(),
                    one.scannedAt(),
                    one.reason());
        }
    }
}
