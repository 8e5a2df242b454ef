package io.berth.replica.rest;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.ids.VmId;
import io.berth.kit.rest.Fields;
import io.berth.replica.domain.Draft;
import io.berth.replica.domain.Settings;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A relationship that is wished for: its ends, and what {@link SettingsRequest} has.
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
        @Nullable Long recoveryPoints,
        @Nullable String zone,
        @Nullable List<@Nullable String> windows,
        @Nullable String resyncWindow,
        @Nullable List<@Nullable String> disks,
        @Nullable String consistentEvery,
        @Nullable String authentication,
        @Nullable String initialCopy,
        @Nullable String initialCopyAt,
        @Nullable Long bytesPerSecond,
        @JsonProperty("extends") @Nullable String extend) {
    static Supplier<Draft> read(RelationshipRequest request, Settings defaults, Fields fields) {
        var id = fields.read("id", request.id, RelationshipId::new);
        var vm = fields.read("vm", request.vm, VmId::new);
        var target = fields.read("targetHost", request.targetHost, HostId::new);
        var read = request.settings().read(defaults, fields);
        return () ->
                new Draft(
                        id.get(),
                        vm.get(),
                        target.get(),
                        read.frequency().get(),
                        read.recoveryPoints(),
                        read.wish().get());
    }

    /** All but its ends. */
    private SettingsRequest settings() {
        return new SettingsRequest(
                frequency,
                recoveryPoints,
                zone,
                windows,
                resyncWindow,
                disks,
                consistentEvery,
                authentication,
                initialCopy,
                initialCopyAt,
                bytesPerSecond,
                extend);
    }
}
