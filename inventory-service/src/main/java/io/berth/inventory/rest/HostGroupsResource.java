package io.berth.inventory.rest;

import static io.berth.kit.security.Roles.ADMINISTRATOR;
import static io.berth.kit.security.Roles.OPERATOR;
import static io.berth.kit.security.Roles.SERVICE;
import static io.berth.kit.security.Roles.VIEWER;

import io.berth.contracts.ids.HostGroupId;
import io.berth.inventory.app.HostGroups;
import io.berth.inventory.app.Lookups;
import io.berth.inventory.domain.EntityKind;
import io.berth.inventory.domain.HostGroupTree;
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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The tree of host groups over HTTP. */
@Path("/api/v1/host-groups")
@RunOnVirtualThread
public class HostGroupsResource {
    private final HostGroups hostGroups;
    private final Lookups lookups;

    HostGroupsResource(HostGroups hostGroups, Lookups lookups) {
        this.hostGroups = hostGroups;
        this.lookups = lookups;
    }

    /**
     * Where a group is moved.
     *
     * @param parent absent to hang it directly under its management group
     */
    record ParentRequest(@Nullable String parent) {}

    @POST
    @RolesAllowed(ADMINISTRATOR)
    public Response create(@Nullable HostGroupRequest request) {
        Fields fields = new Fields();
        var draft = HostGroupRequest.read(Requests.body(request), fields);
        fields.check();
        HostGroupTree tree = Problems.acceptedOrThrow(hostGroups.create(draft.get()));
        HostGroupId id = draft.get().id();
        return Answers.created(
                "/api/v1/host-groups/" + id, tree.get(id).revision(), HostGroupView.of(tree, id));
    }

    @GET
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public Page<HostGroupView> list(
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        PageRequest page = PageRequest.of(limit, cursor);
        return Page.of(
                page,
                lookups.hostGroups(page.afterId(), page.fetch()).stream()
                        .map(group -> HostGroupView.of(group.tree(), group.id()))
                        .toList(),
                HostGroupView::id);
    }

    @GET
    @Path("{id}")
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public Response get(@PathParam("id") String id) {
        Lookups.GroupInTree group =
                lookups.hostGroup(groupId(id))
                        .orElseThrow(() -> Problems.notFound(EntityKind.HOST_GROUP, id));
        return answer(group.tree(), group.id());
    }

    @PUT
    @Path("{id}/reserve")
    @RolesAllowed(ADMINISTRATOR)
    public Response setReserve(
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @Nullable ReserveRequest request) {
        Fields fields = new Fields();
        var reserve = ReserveRequest.read(Requests.body(request), fields);
        fields.check();
        HostGroupId group = groupId(id);
        return answer(
                Problems.acceptedOrThrow(
                        hostGroups.setReserve(group, reserve.get(), IfMatch.revision(ifMatch))),
                group);
    }

    @PUT
    @Path("{id}/parent")
    @RolesAllowed(ADMINISTRATOR)
    public Response move(
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @Nullable ParentRequest request) {
        Fields fields = new Fields();
        String wished = Requests.body(request).parent();
        Supplier<HostGroupId> parent =
                wished == null ? null : fields.read("parent", wished, HostGroupId::new);
        fields.check();
        HostGroupId group = groupId(id);
        return answer(
                Problems.acceptedOrThrow(
                        hostGroups.move(
                                group,
                                parent == null ? null : parent.get(),
                                IfMatch.revision(ifMatch))),
                group);
    }

    @DELETE
    @Path("{id}")
    @RolesAllowed(ADMINISTRATOR)
    public void remove(
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        Problems.acceptedOrThrow(hostGroups.remove(groupId(id), IfMatch.revision(ifMatch)));
    }

    private static Response answer(HostGroupTree tree, HostGroupId id) {
        return Answers.ok(tree.get(id).revision(), HostGroupView.of(tree, id));
    }

    private static HostGroupId groupId(String id) {
        return Problems.addressed(EntityKind.HOST_GROUP, id, HostGroupId::new);
    }
}
