package io.berth.replica.rest;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.ids.VmId;
import io.berth.kit.rest.Fields;
import io.berth.replica.domain.Draft;
import io.berth.replica.domain.Frequency;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A relationship that is wished for.
 *
 * @param targetHost takes the copies
 * @param frequency ISO-8601: PT30S, PT5M or PT15M; PT5M when absent
 * @param recoveryPoints how many are kept beside the newest one; 0 when absent
 */
record RelationshipRequest(
        @Nullable String id,
        @Nullable String vm,
        @Nullable String targetHost,
        @Nullable String frequency,
        @Nullable Long recoveryPoints) {
    static Supplier<Draft> read(RelationshipRequest request, Fields fields) {
        var id = fields.read("id", request.id, RelationshipId::new);
        var vm = fields.read("vm", request.vm, VmId::new);
        var target = fields.read("targetHost", request.targetHost, HostId::new);
        String asked = request.frequency;
        Supplier<Duration> frequency =
                asked == null
                        ? Frequency.DEFAULT::interval
                        : fields.read("frequency", asked, RelationshipRequest::duration);
        Long points = request.recoveryPoints;
        return () ->
                new Draft(
                        id.get(),
                        vm.get(),
                        target.get(),
                        frequency.get(),
                        points == null ? 0 : points);
    }

    private static Duration duration(String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "frequency is no ISO-8601 duration; allowed are " + Frequency.allowed(), e);
        }
    }
}
