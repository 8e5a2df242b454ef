package io.berth.inventory.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.HostGroupId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.RestartPriority;
import io.berth.inventory.domain.Vm;
import io.berth.inventory.domain.VmDraft;
import io.berth.inventory.domain.VmHome;
import io.berth.inventory.domain.WantedPower;
import io.berth.inventory.rest.SpecificationBody.AdapterBody;
import io.berth.inventory.rest.SpecificationBody.DiskBody;
import io.berth.inventory.rest.SpecificationBody.GuestBody;
import io.berth.kit.rest.Fields;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A VM that is wished for, in a cluster or among the stand-alone hosts of a group; the rest as in
 * {@link SpecificationBody}.
 *
 * @param wanted whether it is to run at once; RUNNING when absent
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record VmRequest(
        @Nullable String id,
        @Nullable String cluster,
        @Nullable String group,
        @Nullable WantedPower wanted,
        @Nullable Integer vcpus,
        @Nullable Integer cpuUtilisationPercent,
        @Nullable Long memoryMiB,
        @Nullable Boolean highlyAvailable,
        @Nullable RestartPriority restartPriority,
        @Nullable String antiAffinitySet,
        @Nullable Long maximumMemoryMiB,
        @Nullable List<@Nullable DiskBody> disks,
        @Nullable Long iops,
        @Nullable Long networkMbit,
        @Nullable GuestBody guest,
        @Nullable List<@Nullable String> possibleOwners,
        @Nullable List<@Nullable String> preferredOwners,
        @Nullable List<@Nullable AdapterBody> adapters,
        @Nullable Boolean processorCompatibility,
        @Nullable String backupPolicy,
        @Nullable String drPolicy,
        @Nullable String affinitySet,
        @Nullable StartOrderBody startOrder,
        @Nullable GuestCareBody guestCare) {
    /** The request that would make this VM anew. */
    public static VmRequest of(Vm vm) {
        String cluster = null;
        String group = null;
        switch (vm.home()) {
            case VmHome.InCluster(ClusterId id) -> cluster = id.value();
            case VmHome.InGroup(HostGroupId id) -> group = id.value();
        }
        SpecificationBody spec = SpecificationBody.of(vm.spec());
        return new VmRequest(
                vm.id().value(),
                cluster,
                group,
                vm.wanted(),
                spec.vcpus(),
                spec.cpuUtilisationPercent(),
                spec.memoryMiB(),
                spec.highlyAvailable(),
                spec.restartPriority(),
                spec.antiAffinitySet(),
                spec.maximumMemoryMiB(),
                spec.disks(),
                spec.iops(),
                spec.networkMbit(),
                spec.guest(),
                spec.possibleOwners(),
                spec.preferredOwners(),
                spec.adapters(),
                spec.processorCompatibility(),
                spec.backupPolicy(),
                spec.drPolicy(),
                spec.affinitySet(),
                spec.startOrder(),
                spec.guestCare());
    }

    /** The request in typed values, with every fault noted in {@code fields}. */
    public static Supplier<VmDraft> read(VmRequest request, Fields fields) {
        var id = fields.read("id", request.id, VmId::new);
        var home = HomeBody.read(new HomeBody(request.cluster, request.group), fields);
        var spec = SpecificationBody.read(request.specification(), fields);
        WantedPower wanted = request.wanted == null ? WantedPower.RUNNING : request.wanted;
        return () -> new VmDraft(id.get(), home.get(), spec.get(), wanted);
    }

    private SpecificationBody specification() {
        return new SpecificationBody(
                vcpus,
                cpuUtilisationPercent,
                memoryMiB,
                highlyAvailable,
                restartPriority,
                antiAffinitySet,
                maximumMemoryMiB,
                disks,
                iops,
                networkMbit,
                guest,
                possibleOwners,
                preferredOwners,
                adapters,
                processorCompatibility,
                backupPolicy,
                drPolicy,
                affinitySet,
                startOrder,
                guestCare);
    }
}
