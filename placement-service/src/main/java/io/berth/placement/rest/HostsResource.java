package io.berth.placement.rest;

import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.kit.rest.Page;
import io.berth.kit.rest.PageRequest;
import io.berth.kit.rest.Parameters;
import io.berth.kit.rest.Problem;
import io.berth.kit.rest.ProblemException;
import io.berth.kit.security.Roles;
import io.berth.placement.app.InspectDomain;
import io.berth.placement.domain.state.DomainState;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The hosts of a domain as placement sees them: whether they may take VMs, and how much. */
@Path("/api/v1/hosts")
@RunOnVirtualThread
public class HostsResource {
    private final InspectDomain inspect;

    @Inject
    public HostsResource(InspectDomain inspect) {
        this.inspect = inspect;
    }

    /** The hosts of one domain in order of id. */
    @GET
    @RolesAllowed({Roles.VIEWER, Roles.OPERATOR, Roles.ADMINISTRATOR, Roles.SERVICE})
    public Page<HostView> list(
            @QueryParam("domain") @Nullable String domain,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        PageRequest page = PageRequest.of(limit, cursor);
        DomainId id = Parameters.required("domain", domain, DomainId::new);
        DomainState state =
                inspect.state(id)
                        .orElseThrow(
                                () -> new ProblemException(Problem.notFound("domain", id.value())));
        HostId after = Parameters.optional("cursor", page.after(), HostId::new);
        Collection<HostId> hosts =
                after == null ? state.hostIds() : state.hostIds().tailSet(after, false);
        List<HostView> found =
                hosts.stream().limit(page.fetch()).map(host -> HostView.of(state, host)).toList();
        return Page.of(page, found, view -> view.host().value());
    }
}
