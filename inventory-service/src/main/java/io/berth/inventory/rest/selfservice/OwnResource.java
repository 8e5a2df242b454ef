package io.berth.inventory.rest.selfservice;

import static io.berth.kit.security.Roles.SELF_SERVICE;

import io.berth.contracts.ids.Principal;
import io.berth.inventory.app.selfservice.Quotas;
import io.berth.inventory.app.selfservice.SelfServiceRoles;
import io.berth.inventory.domain.selfservice.Usage;
import io.berth.inventory.rest.Problems;
import io.berth.inventory.rest.selfservice.SelfServiceRoleRequest.QuotaBody;
import io.berth.kit.rest.Callers;
import io.berth.kit.rest.Page;
import io.berth.kit.rest.PageRequest;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.SecurityContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a member of self-service roles sees: its own roles and its own VMs, and nothing else. */
@Path("/api/v1/self-service")
@RunOnVirtualThread
public class OwnResource {
    private final SelfServiceRoles roles;
    private final Quotas quotas;

    OwnResource(SelfServiceRoles roles, Quotas quotas) {
        this.roles = roles;
        this.quotas = quotas;
    }

    /**
     * A role of the caller's; other members are not told.
     *
     * @param mine what the caller uses
     */
    record OwnRole(
            String role,
            String name,
            List<String> operations,
            QuotaBody quota,
            Usage used,
            @Nullable QuotaBody memberQuota,
            Usage mine) {}

    /** The caller's roles. */
    record OwnRoles(List<OwnRole> items) {}

    @GET
    @Path("roles")
    @RolesAllowed(SELF_SERVICE)
    public OwnRoles roles(@Context SecurityContext caller) {
        var member = Callers.principal(caller);
        return new OwnRoles(
                roles.of(member).stream()
                        .map(role -> Problems.acceptedOrThrow(quotas.usage(role.role())))
                        .map(usage -> own(usage, member))
                        .toList());
    }

    @GET
    @Path("vms")
    @RolesAllowed(SELF_SERVICE)
    public Page<UsageView.Held> vms(
            @Context SecurityContext caller,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        PageRequest page = PageRequest.of(limit, cursor);
        return Page.of(
                page,
                quotas.own(Callers.principal(caller), page.afterId(), page.fetch()).stream()
                        .map(UsageView.Held::of)
                        .toList(),
                UsageView.Held::vm);
    }

    private static OwnRole own(Quotas.RoleUsage usage, Principal member) {
        var each = usage.role().memberQuota();
        return new OwnRole(
                usage.role().role().value(),
                usage.role().name(),
                usage.role().operations().stream().map(Enum::name).toList(),
                QuotaBody.of(usage.role().quota()),
                usage.total(),
                each == null ? null : QuotaBody.of(each),
                usage.members().getOrDefault(member, Usage.NONE));
    }
}
