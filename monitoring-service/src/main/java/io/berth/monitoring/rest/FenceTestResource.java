package io.berth.monitoring.rest;

import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.wire.Partitions;
import io.berth.kit.rest.Problem;
import io.berth.kit.rest.ProblemException;
import io.berth.kit.security.Roles;
import io.berth.monitoring.app.LogBounds;
import io.berth.monitoring.domain.FoldSnapshot;
import io.berth.monitoring.domain.Roster;
import io.berth.monitoring.domain.RosterBook;
import io.berth.monitoring.domain.fence.BmcBook;
import io.berth.monitoring.domain.fence.FenceTest;
import io.berth.monitoring.store.FoldStore;
import io.berth.monitoring.store.StatusStore;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Whether a host could be proven dead. */
@Path("/api/v1/hosts/{id}/fence-test")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class FenceTestResource {
    private final RosterBook rosters;
    private final BmcBook controllers;
    private final StatusStore statuses;
    private final FoldStore folds;
    private final LogBounds bounds;

    @Inject
    public FenceTestResource(
            RosterBook rosters,
            BmcBook controllers,
            StatusStore statuses,
            FoldStore folds,
            LogBounds bounds) {
        this.rosters = rosters;
        this.controllers = controllers;
        this.statuses = statuses;
        this.folds = folds;
        this.bounds = bounds;
    }

    @POST
    @RolesAllowed({Roles.OPERATOR, Roles.ADMINISTRATOR})
    @Operation(
            summary = "Test whether a host could be proven dead",
            description =
                    "Looks at every way of proof without doing anything to the host: whether a"
                            + " watchdog is armed by its last beat, whether its cluster could tell"
                            + " its death from an outage, and who else could say so. What would"
                            + " become of its machines is told by placement: POST"
                            + " /api/v1/what-if/failures.")
    public FenceTest test(@PathParam("id") String id) {
        HostId host = Paths.host(id);
        DomainId domain =
                rosters.domainOf(host)
                        .orElseThrow(
                                () -> new ProblemException(Problem.notFound("host", host.value())));
        Roster roster = rosters.rosters().get(domain);
        List<HostId> others =
                roster == null
                        ? List.of()
                        : roster.nodes().stream().filter(node -> !node.equals(host)).toList();
        return FenceTest.of(
                host,
                domain,
                others.size() + 1,
                last(host, domain),
                statuses.hosts(others).values().stream()
                        .filter(status -> status.domain().equals(domain))
                        .toList(),
                controllers.of(host).orElse(null));
    }

    private FoldSnapshot.@Nullable Host last(HostId host, DomainId domain) {
        return folds.saved(Partitions.of(domain.value(), bounds.partitions())).stream()
                .flatMap(snapshot -> snapshot.domains().stream())
                .filter(each -> each.domain().equals(domain))
                .flatMap(each -> each.hosts().stream())
                .filter(each -> each.host().equals(host))
                .findFirst()
                .orElse(null);
    }
}
