package io.berth.inventory.rest;

import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.HostGroupId;
import io.berth.contracts.ids.Identifiers;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.RestartPriority;
import io.berth.contracts.inventory.VmSpec;
import io.berth.inventory.domain.VmDraft;
import io.berth.inventory.domain.VmHome;
import io.berth.kit.rest.Fields;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A VM that is wished for, in a cluster or among the stand-alone hosts of a group.
 *
 * @param cpuUtilisationPercent of each virtual processor; 100 when absent
 * @param highlyAvailable false when absent
 * @param restartPriority MEDIUM when absent
 */
public record VmRequest(
        @Nullable String id,
        @Nullable String cluster,
        @Nullable String group,
        @Nullable Integer vcpus,
        @Nullable Integer cpuUtilisationPercent,
        @Nullable Long memoryMiB,
        @Nullable Boolean highlyAvailable,
        @Nullable RestartPriority restartPriority,
        @Nullable String antiAffinitySet) {
    private static final int MAX_VCPUS = 1024;

    /** The request in typed values, with every fault noted in {@code fields}. */
    public static Supplier<VmDraft> read(VmRequest request, Fields fields) {
        var id = fields.read("id", request.id, VmId::new);
        var home = home(request, fields);
        var vcpus = fields.range("vcpus", request.vcpus, 1, MAX_VCPUS);
        var utilisation =
                fields.range(
                        "cpuUtilisationPercent",
                        orElse(request.cpuUtilisationPercent, 100),
                        1,
                        100);
        var memory = HostRequest.memory(request.memoryMiB, fields);
        boolean highlyAvailable = orElse(request.highlyAvailable, false);
        RestartPriority priority = orElse(request.restartPriority, RestartPriority.MEDIUM);
        String antiAffinitySet = request.antiAffinitySet;
        if (antiAffinitySet != null) {
            fields.read("antiAffinitySet", antiAffinitySet, VmRequest::identifier);
        }
        return () ->
                new VmDraft(
                        id.get(),
                        home.get(),
                        new VmSpec(
                                vcpus.get(),
                                utilisation.get(),
                                memory.get(),
                                highlyAvailable,
                                priority,
                                antiAffinitySet));
    }

    private static Supplier<VmHome> home(VmRequest request, Fields fields) {
        String cluster = request.cluster;
        String group = request.group;
        if ((cluster == null) == (group == null)) {
            return fields.fault(
                    "", "a VM belongs to a cluster or to a group: name exactly one of the two");
        }
        return cluster == null
                ? fields.read("group", group, text -> new VmHome.InGroup(new HostGroupId(text)))
                : fields.read(
                        "cluster", cluster, text -> new VmHome.InCluster(new ClusterId(text)));
    }

    private static String identifier(String text) {
        Identifiers.check("antiAffinitySet", text);
        return text;
    }

    private static <T> T orElse(@Nullable T value, T otherwise) {
        return value == null ? otherwise : value;
    }
}
