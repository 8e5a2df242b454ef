package io.berth.inventory.rest.selfservice;

import static io.berth.kit.security.Roles.ADMINISTRATOR;
import static io.berth.kit.security.Roles.OPERATOR;
import static io.berth.kit.security.Roles.SERVICE;
import static io.berth.kit.security.Roles.VIEWER;

import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.SelfServiceRoleId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.SelfServiceRoleState;
import io.berth.inventory.app.Entries;
import io.berth.inventory.app.selfservice.Quotas;
import io.berth.inventory.app.selfservice.SelfServiceRoles;
import io.berth.inventory.domain.EntityKind;
import io.berth.inventory.domain.Revision;
import io.berth.inventory.rest.Answers;
import io.berth.inventory.rest.EntityTags;
import io.berth.inventory.rest.Problems;
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
import org.jspecify.annotations.Nullable;

/** Self-service roles, and what is taken of their quotas, over HTTP. */
@Path("/api/v1/self-service-roles")
@RunOnVirtualThread
public class SelfServiceRolesResource {
    private static final int MAX_VCPUS = 1024;
    private static final String PATH = "/api/v1/self-service-roles";

    private final SelfServiceRoles roles;
    private final Entries entries;
    private final Quotas quotas;

    SelfServiceRolesResource(SelfServiceRoles roles, Entries entries, Quotas quotas) {
        this.roles = roles;
        this.entries = entries;
        this.quotas = quotas;
    }

    @POST
    @RolesAllowed(ADMINISTRATOR)
    public Response create(@Nullable SelfServiceRoleRequest request) {
        Fields fields = new Fields();
        var read = SelfServiceRoleRequest.read(Requests.body(request), null, fields);
        fields.check();
        SelfServiceRoleState made =
                Problems.acceptedOrThrow(roles.create(read.id().get(), read.wished()));
        return Answers.created(
                PATH + "/" + read.id().get(),
                new Revision(made.revision()),
                SelfServiceRoleView.of(made));
    }

    @GET
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public Page<SelfServiceRoleView> list(
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        PageRequest page = PageRequest.of(limit, cursor);
        return Page.of(
                page,
                entries.page(SelfServiceRoleState.class, page.afterId(), page.fetch()).stream()
                        .map(state -> SelfServiceRoleView.of(state))
                        .toList(),
                SelfServiceRoleView::id);
    }

    @GET
    @Path("{id}")
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public Response get(@PathParam("id") String id) {
        return answer(
                entries.find(SelfServiceRoleState.class, addressed(id).value())
                        .orElseThrow(() -> Problems.notFound(EntityKind.SELF_SERVICE_ROLE, id)));
    }

    /** Takes the place of what is there, whole. */
    @PUT
    @Path("{id}")
    @RolesAllowed(ADMINISTRATOR)
    public Response replace(
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @Nullable SelfServiceRoleRequest request) {
        Fields fields = new Fields();
        var read = SelfServiceRoleRequest.read(Requests.body(request), addressed(id), fields);
        fields.check();
        return answer(
                Problems.acceptedOrThrow(
                        roles.replace(addressed(id), read.wished(), EntityTags.expected(ifMatch))));
    }

    @DELETE
    @Path("{id}")
    @RolesAllowed(ADMINISTRATOR)
    public Response remove(
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        Problems.acceptedOrThrow(roles.remove(addressed(id), EntityTags.expected(ifMatch)));
        return Response.noContent().build();
    }

    @GET
    @Path("{id}/usage")
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public UsageView usage(@PathParam("id") String id) {
        return UsageView.of(Problems.acceptedOrThrow(quotas.usage(addressed(id))));
    }

    /** Takes a VM from the quota; one that is taken already counts with its new size. */
    @POST
    @Path("{id}/holds")
    @RolesAllowed({ADMINISTRATOR, SERVICE})
    public UsageView.Held hold(@PathParam("id") String id, @Nullable HoldRequest request) {
        HoldRequest body = Requests.body(request);
        Fields fields = new Fields();
        var vm = fields.read("vm", body.vm(), VmId::new);
        var vcpus = fields.range("vcpus", body.vcpus(), 1, MAX_VCPUS);
        var memory = fields.read("memoryMiB", body.memoryMiB(), MiB::new);
        var member = fields.read("member", body.member(), Principal::new);
        fields.check();
        return UsageView.Held.of(
                Problems.acceptedOrThrow(
                        quotas.hold(
                                addressed(id),
                                member.get(),
                                vm.get(),
                                new Quotas.Size(vcpus.get(), memory.get()))));
    }

    @GET
    @Path("{id}/holds")
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public Page<UsageView.Held> holds(
            @PathParam("id") String id,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        PageRequest page = PageRequest.of(limit, cursor);
        return Page.of(
                page,
                Problems.acceptedOrThrow(quotas.holds(addressed(id), page.afterId(), page.fetch()))
                        .stream()
                        .map(UsageView.Held::of)
                        .toList(),
                UsageView.Held::vm);
    }

    @DELETE
    @Path("{id}/holds/{vm}")
    @RolesAllowed({ADMINISTRATOR, SERVICE})
    public Response release(@PathParam("id") String id, @PathParam("vm") String vm) {
        Problems.acceptedOrThrow(
                quotas.release(addressed(id), Problems.addressed(EntityKind.VM, vm, VmId::new)));
        return Response.noContent().build();
    }

    private static Response answer(SelfServiceRoleState state) {
        return Answers.ok(new Revision(state.revision()), SelfServiceRoleView.of(state));
    }

    private static SelfServiceRoleId addressed(String id) {
        return Problems.addressed(EntityKind.SELF_SERVICE_ROLE, id, SelfServiceRoleId::new);
    }
}
