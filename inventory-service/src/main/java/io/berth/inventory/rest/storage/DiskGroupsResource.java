package io.berth.inventory.rest.storage;

import io.berth.contracts.ids.ArrayId;
import io.berth.contracts.ids.DiskGroupId;
import io.berth.contracts.inventory.DiskGroupState;
import io.berth.inventory.app.Entries;
import io.berth.inventory.app.storage.DiskGroups;
import io.berth.inventory.app.storage.StorageLookups;
import io.berth.inventory.domain.estate.EstateSection;
import io.berth.inventory.domain.storage.DiskGroupDraft;
import io.berth.inventory.rest.Wish;
import io.berth.inventory.rest.kinds.Kind;
import io.berth.inventory.rest.kinds.KindResource;
import io.berth.inventory.rest.storage.VolumeViews.DiskGroupView;
import io.berth.kit.rest.Fields;
import jakarta.ws.rs.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Disk groups over HTTP. */
@Path("/api/v1/disk-groups")
public class DiskGroupsResource
        extends KindResource<DiskGroupsResource.Request, DiskGroupState, DiskGroupView> {
    /** A disk group that is wished for. */
    record Request(
            @Nullable String id,
            @Nullable String array,
            @Nullable Integer spindles,
            @Nullable Long rawCapacityMiB,
            @Nullable Long iopsPerSpindle) {
        static Request of(DiskGroupState group) {
            return new Request(
                    group.diskGroup().value(),
                    group.array().value(),
                    group.spindles(),
                    group.rawCapacity().value(),
                    group.iopsPerSpindle());
        }
    }

    DiskGroupsResource(Entries entries, DiskGroups groups, StorageLookups lookups) {
        super(
                entries,
                Kind.of(
                                DiskGroupState.class,
                                DiskGroupId::new,
                                (DiskGroupState group) -> DiskGroupView.of(lookups.room(group)))
                        .drafted(
                                DiskGroupsResource::read,
                                DiskGroupDraft::id,
                                groups::create,
                                groups::replace,
                                groups::remove)
                        .filed(EstateSection.DISK_GROUPS, Request.class, Request::of)
                        .listed(list ->
                                list.byId("array", "array")
                                        .byNumber(
                                                "spindles",
                                                "spindles",
                                                Integer::valueOf,
                                                DiskGroupState::spindles)
                                        .byNumber(
                                                "rawCapacityMiB",
                                                "rawCapacity",
                                                Long::valueOf,
                                                group -> group.rawCapacity().value())));
    }

    private static Supplier<DiskGroupDraft> read(
            Request request, @Nullable DiskGroupId addressed, Fields fields) {
        var id = Wish.id(request.id(), addressed, DiskGroupId::new, fields);
        var array = fields.read("array", request.array(), ArrayId::new);
        var spindles = fields.range("spindles", request.spindles(), 1, DiskGroupState.MAX_SPINDLES);
        var capacity = Sizes.mib("rawCapacityMiB", request.rawCapacityMiB(), fields);
        var iops =
                fields.range(
                        "iopsPerSpindle",
                        request.iopsPerSpindle(),
                        1,
                        DiskGroupState.MAX_IOPS_PER_SPINDLE);
        return () ->
                new DiskGroupDraft(
                        id.get(), array.get(), spindles.get(), capacity.get(), iops.get());
    }
}
