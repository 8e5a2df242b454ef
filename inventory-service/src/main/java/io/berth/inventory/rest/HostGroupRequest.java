package io.berth.inventory.rest;

import io.berth.contracts.ids.HostGroupId;
import io.berth.inventory.app.HostGroups;
import io.berth.inventory.domain.ManagementGroupName;
import io.berth.kit.rest.Fields;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A host group that is wished for.
 *
 * @param managementGroup its name; may be absent where there is a parent
 * @param parent absent for a group directly under its management group
 */
public record HostGroupRequest(
        @Nullable String id,
        @Nullable String managementGroup,
        @Nullable String parent,
        @Nullable ReserveRequest reserve) {
    /** The request in typed values, with every fault noted in {@code fields}. */
    public static Supplier<HostGroups.Draft> read(HostGroupRequest request, Fields fields) {
        var id = fields.read("id", request.id, HostGroupId::new);
        Supplier<ManagementGroupName> managementGroup =
                request.managementGroup == null
                        ? null
                        : fields.read(
                                "managementGroup",
                                request.managementGroup,
                                ManagementGroupName::new);
        Supplier<HostGroupId> parent =
                request.parent == null
                        ? null
                        : fields.read("parent", request.parent, HostGroupId::new);
        if (managementGroup == null && parent == null) {
            fields.fault("managementGroup", "a parent or a management group is needed");
        }
        var reserve = ReserveRequest.read(request.reserve, fields.under("/reserve"));
        return () ->
                new HostGroups.Draft(
                        id.get(),
                        managementGroup == null ? null : managementGroup.get(),
                        parent == null ? null : parent.get(),
                        reserve.get());
    }
}
