package io.berth.inventory.rest;

import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.HostGroupId;
import io.berth.inventory.domain.VmHome;
import io.berth.kit.rest.Fields;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Where a VM is to belong: to a cluster, or to the stand-alone hosts of a group. */
public record HomeBody(@Nullable String cluster, @Nullable String group) {
    /** The home in typed values, with every fault noted in {@code fields}. */
    static Supplier<VmHome> read(HomeBody body, Fields fields) {
        String cluster = body.cluster;
        String group = body.group;
        if ((cluster == null) == (group == null)) {
            return fields.fault(
                    "", "a VM belongs to a cluster or to a group: name exactly one of the two");
        }
        return cluster == null
                ? fields.read("group", group, text -> new VmHome.InGroup(new HostGroupId(text)))
                : fields.read(
                        "cluster", cluster, text -> new VmHome.InCluster(new ClusterId(text)));
    }
}
