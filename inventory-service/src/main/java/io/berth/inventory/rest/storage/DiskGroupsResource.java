package io.berth.inventory.rest.storage;

import static io.berth.kit.security.Roles.ADMINISTRATOR;
import static io.berth.kit.security.Roles.OPERATOR;
import static io.berth.kit.security.Roles.SERVICE;
import static io.berth.kit.security.Roles.VIEWER;

import io.berth.contracts.ids.ArrayId;
import io.berth.contracts.ids.DiskGroupId;
import io.berth.contracts.inventory.DiskGroupState;
import io.berth.inventory.app.storage.DiskGroups;
import io.berth.inventory.app.storage.StorageLookups;
import io.berth.inventory.domain.EntityKind;
import io.berth.inventory.domain.Revision;
import io.berth.inventory.domain.storage.DiskGroupDraft;
import io.berth.inventory.domain.storage.DiskGroupRoom;
import io.berth.inventory.rest.Answers;
import io.berth.inventory.rest.EntityTags;
import io.berth.inventory.rest.Problems;
import io.berth.inventory.rest.storage.VolumeViews.DiskGroupView;
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

/** Disk groups over HTTP. */
@Path("/api/v1/disk-groups")
@RunOnVirtualThread
public class DiskGroupsResource {
    private final DiskGroups groups;
    private final StorageLookups lookups;

    DiskGroupsResource(DiskGroups groups, StorageLookups lookups) {
        this.groups = groups;
        this.lookups = lookups;
    }

    /** A disk group that is wished for. */
    record Request(
            @Nullable String id,
            @Nullable String array,
            @Nullable Integer spindles,
            @Nullable Long rawCapacityMiB,
            @Nullable Long iopsPerSpindle) {}

    @POST
    @RolesAllowed(ADMINISTRATOR)
    public Response create(@Nullable Request request) {
        Fields fields = new Fields();
        Request body = Requests.body(request);
        var draft = read(fields.read("id", body.id(), DiskGroupId::new), body, fields);
        fields.check();
        DiskGroupRoom created = Problems.acceptedOrThrow(groups.create(draft.get()));
        return Answers.created(
                "/api/v1/disk-groups/" + created.group().diskGroup(),
                new Revision(created.group().revision()),
                DiskGroupView.of(created));
    }

    /** All, or those that the parameters name. */
    @GET
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public Page<DiskGroupView> list(
            @QueryParam("array") @Nullable String array,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        PageRequest page = PageRequest.of(limit, cursor);
        Map<String, String> fields = new HashMap<>();
        if (array != null) {
            fields.put("array", array);
        }
        return Page.of(
                page,
                lookups.page(DiskGroupState.class, fields, page.afterId(), page.fetch()).stream()
                        .map(group -> DiskGroupView.of(lookups.room(group)))
                        .toList(),
                DiskGroupView::id);
    }

    @GET
    @Path("{id}")
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public Response get(@PathParam("id") String id) {
        DiskGroupState found =
                lookups.find(DiskGroupState.class, addressed(id).value())
                        .orElseThrow(() -> Problems.notFound(EntityKind.DISK_GROUP, id));
        return Answers.ok(new Revision(found.revision()), DiskGroupView.of(lookups.room(found)));
    }

    @PUT
    @Path("{id}")
    @RolesAllowed(ADMINISTRATOR)
    public Response replace(
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @Nullable Request request) {
        DiskGroupId which = addressed(id);
        Fields fields = new Fields();
        var draft = read(() -> which, Requests.body(request), fields);
        fields.check();
        DiskGroupRoom changed =
                Problems.acceptedOrThrow(groups.replace(draft.get(), EntityTags.expected(ifMatch)));
        return Answers.ok(new Revision(changed.group().revision()), DiskGroupView.of(changed));
    }

    @DELETE
    @Path("{id}")
    @RolesAllowed(ADMINISTRATOR)
    public void delete(
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        Problems.acceptedOrThrow(groups.remove(addressed(id), EntityTags.expected(ifMatch)));
    }

    private static Supplier<DiskGroupDraft> read(
            Supplier<DiskGroupId> id, Request request, Fields fields) {
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

    private static DiskGroupId addressed(String id) {
        return Problems.addressed(EntityKind.DISK_GROUP, id, DiskGroupId::new);
    }
}
