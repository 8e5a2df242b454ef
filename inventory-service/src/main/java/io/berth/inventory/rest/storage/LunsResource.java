package io.berth.inventory.rest.storage;

import io.berth.contracts.ids.DiskGroupId;
import io.berth.contracts.ids.LunId;
import io.berth.contracts.inventory.LunState;
import io.berth.contracts.inventory.RaidLevel;
import io.berth.inventory.app.Entries;
import io.berth.inventory.app.storage.Luns;
import io.berth.inventory.domain.estate.EstateSection;
import io.berth.inventory.domain.storage.LunDraft;
import io.berth.inventory.rest.Wish;
import io.berth.inventory.rest.kinds.Kind;
import io.berth.inventory.rest.kinds.KindResource;
import io.berth.inventory.rest.storage.VolumeViews.LunView;
import io.berth.kit.rest.Fields;
import jakarta.ws.rs.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** LUNs over HTTP. */
@Path("/api/v1/luns")
public class LunsResource extends KindResource<LunsResource.Request, LunState, LunView> {
    /** A LUN that is wished for. */
    record Request(
            @Nullable String id,
            @Nullable String diskGroup,
            @Nullable RaidLevel raidLevel,
            @Nullable Long sizeMiB) {
        static Request of(LunState lun) {
            return new Request(
                    lun.lun().value(),
                    lun.diskGroup().value(),
                    lun.raidLevel(),
                    lun.size().value());
        }
    }

    LunsResource(Entries entries, Luns luns) {
        super(
                entries,
                Kind.of(LunState.class, LunId::new, LunView::of)
                        .drafted(
                                LunsResource::read,
                                LunDraft::id,
                                luns::create,
                                luns::replace,
                                luns::remove)
                        .filed(EstateSection.LUNS, Request.class, Request::of)
                        .listed(list ->
                                list.byId("array", "array")
                                        .byId("diskGroup", "diskGroup")
                                        .byConstant("raidLevel", "raidLevel", RaidLevel.class)
                                        .byNumber(
                                                "sizeMiB",
                                                "size",
                                                Long::valueOf,
                                                lun -> lun.size().value())));
    }

    private static Supplier<LunDraft> read(
            Request request, @Nullable LunId addressed, Fields fields) {
        var id = Wish.id(request.id(), addressed, LunId::new, fields);
        var group = fields.read("diskGroup", request.diskGroup(), DiskGroupId::new);
        var level = fields.present("raidLevel", request.raidLevel());
        var size = Sizes.mib("sizeMiB", request.sizeMiB(), fields);
        return () -> new LunDraft(id.get(), group.get(), level.get(), size.get());
    }
}
