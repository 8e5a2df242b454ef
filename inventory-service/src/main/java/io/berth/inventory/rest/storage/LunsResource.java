package io.berth.inventory.rest.storage;

import static io.berth.kit.security.Roles.ADMINISTRATOR;
import static io.berth.kit.security.Roles.OPERATOR;
import static io.berth.kit.security.Roles.SERVICE;
import static io.berth.kit.security.Roles.VIEWER;

import io.berth.contracts.ids.DiskGroupId;
import io.berth.contracts.ids.LunId;
import io.berth.contracts.inventory.LunState;
import io.berth.contracts.inventory.RaidLevel;
import io.berth.inventory.app.storage.Luns;
import io.berth.inventory.app.storage.StorageLookups;
import io.berth.inventory.domain.EntityKind;
import io.berth.inventory.domain.Revision;
import io.berth.inventory.domain.storage.LunDraft;
import io.berth.inventory.rest.Answers;
import io.berth.inventory.rest.EntityTags;
import io.berth.inventory.rest.Problems;
import io.berth.inventory.rest.storage.VolumeViews.LunView;
import io.berth.kit.rest.Fields;
import io.berth.kit.rest.Page;
import io.berth.kit.rest.PageRequest;
import io.berth.kit.rest.Requests;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** LUNs over HTTP. */
@Path("/api/v1/luns")
@RunOnVirtualThread
public class LunsResource {
    private final Luns luns;
    private final StorageLookups lookups;

    LunsResource(Luns luns, StorageLookups lookups) {
        this.luns = luns;
        this.lookups = lookups;
    }

    /** A LUN that is wished for. */
    record Request(
            @Nullable String id,
            @Nullable String diskGroup,
            @Nullable RaidLevel raidLevel,
            @Nullable Long sizeMiB) {}

    @POST
    @RolesAllowed(ADMINISTRATOR)
    public Response create(@Nullable Request request) {
        Fields fields = new Fields();
        Request body = Requests.body(request);
        var draft = read(fields.read("id", body.id(), LunId::new), body, fields);
        fields.check();
        LunState created = Problems.acceptedOrThrow(luns.create(draft.get()));
        return Answers.created(
                "/api/v1/luns/" + created.lun(),
                new Revision(created.revision()),
                LunView.of(created));
    }

    /** All, or those that the parameters name. */
    @GET
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public Page<LunView> list(
            @QueryParam("array") @Nullable String array,
            @QueryParam("diskGroup") @Nullable String diskGroup,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        PageRequest page = PageRequest.of(limit, cursor);
        Map<String, String> fields = new HashMap<>();
        if (array != null) {
            fields.put("array", array);
        }
        if (diskGroup != null) {
            fields.put("diskGroup", diskGroup);
        }
        return Page.of(
                page,
                lookups.page(LunState.class, fields, page.afterId(), page.fetch()).stream()
                        .map(LunView::of)
                        .toList(),
                LunView::id);
    }

    @GET
    @Path("{id}")
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public Response get(@PathParam("id") String id) {
        LunState found =
                lookups.find(LunState.class, addressed(id).value())
                        .orElseThrow(() -> Problems.notFound(EntityKind.LUN, id));
        return Answers.ok(new Revision(found.revision()), LunView.of(found));
    }

    @PUT
    @Path("{id}")
    @RolesAllowed(ADMINISTRATOR)
    public Response replace(
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @Nullable Request request) {
        LunId which = addressed(id);
        Fields fields = new Fields();
        var draft = read(() -> which, Requests.body(request), fields);
        fields.check();
        LunState changed =
                Problems.acceptedOrThrow(luns.replace(draft.get(), EntityTags.expected(ifMatch)));
        return Answers.ok(new Revision(changed.revision()), LunView.of(changed));
    }

    @DELETE
    @Path("{id}")
    @RolesAllowed(ADMINISTRATOR)
    public void delete(
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        Problems.acceptedOrThrow(luns.remove(addressed(id), EntityTags.expected(ifMatch)));
    }

    private static Supplier<LunDraft> read(Supplier<LunId> id, Request request, Fields fields) {
        var group = fields.read("diskGroup", request.diskGroup(), DiskGroupId::new);
        var level = fields.present("raidLevel", request.raidLevel());
        var size = Sizes.mib("sizeMiB", request.sizeMiB(), fields);
        return () -> new LunDraft(id.get(), group.get(), level.get(), size.get());
    }

    private static LunId addressed(String id) {
        return Problems.addressed(EntityKind.LUN, id, LunId::new);
    }
}
