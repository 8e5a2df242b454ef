package io.berth.inventory.rest.discovery;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.berth.contracts.ids.MiB;
import io.berth.inventory.domain.discovery.DiscoveredVm;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A VM that a host runs outside of Berth, as it is shown. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DiscoveredVmView(
        String id,
        String host,
        String domain,
        boolean running,
        @Nullable Integer vcpus,
        @Nullable Long memoryMiB,
        @Nullable String guest,
        Instant firstSeen,
        Instant lastSeen) {
    static DiscoveredVmView of(DiscoveredVm vm) {
        MiB memory = vm.memory();
        return new DiscoveredVmView(
                vm.id().value(),
                vm.host().value(),
                vm.domain().value(),
                vm.running(),
                vm.vcpus(),
                memory == null ? null : memory.value(),
                vm.guest(),
                vm.firstSeen(),
                vm.lastSeen());
    }
}
