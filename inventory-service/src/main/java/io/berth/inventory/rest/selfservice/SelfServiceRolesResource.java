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
import io.berth.inventory.domain.estate.EstateSection;
import io.berth.inventory.rest.Problems;
import io.berth.inventory.rest.kinds.Kind;
import io.berth.inventory.rest.kinds.KindResource;
import io.berth.kit.rest.Fields;
import io.berth.kit.rest.Page;
import io.berth.kit.rest.PageRequest;
import io.berth.kit.rest.Requests;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** Self-service roles, and what is taken of their quotas, over HTTP. */
@Path("/api/v1/self-service-roles")
public class SelfServiceRolesResource
        extends KindResource<SelfServiceRoleRequest, SelfServiceRoleState, SelfServiceRoleView> {
    private static final int MAX_VCPUS = 1024;

    private final Quotas quotas;

    SelfServiceRolesResource(Entries entries, SelfServiceRoles roles, Quotas quotas) {
        super(
                entries,
                Kind.of(SelfServiceRoleState.class, SelfServiceRoleId::new, SelfServiceRoleView::of)
                        .wished(
                                SelfServiceRoleRequest::read,
                                roles::create,
                                roles::replace,
                                roles::remove)
                        .filed(
                                EstateSection.SELF_SERVICE_ROLES,
                                SelfServiceRoleRequest.class,
                                SelfServiceRoleRequest::of)
                        .listed(list ->
                                list.byText("name", "name", SelfServiceRoleState::name)
                                        .byMember("group", "scope")
                                        .byMember("member", "members")));
        this.quotas = quotas;
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

    private static SelfServiceRoleId addressed(String id) {
        return Problems.addressed(EntityKind.SELF_SERVICE_ROLE, id, SelfServiceRoleId::new);
    }
}
