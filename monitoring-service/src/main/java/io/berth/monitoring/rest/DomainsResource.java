package io.berth.monitoring.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.monitoring.HoldReason;
import io.berth.kit.rest.Page;
import io.berth.kit.rest.PageRequest;
import io.berth.kit.security.Roles;
import io.berth.monitoring.domain.DomainHold;
import io.berth.monitoring.domain.Roster;
import io.berth.monitoring.domain.RosterBook;
import io.berth.monitoring.store.StatusStore;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** The placement domains and whether their failures are held. */
@Path("/api/v1/domains")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class DomainsResource {
    private final RosterBook rosters;
    private final StatusStore statuses;

    @Inject
    public DomainsResource(RosterBook rosters, StatusStore statuses) {
        this.rosters = rosters;
        this.statuses = statuses;
    }

    /**
     * A domain, as it is shown.
     *
     * @param hold absent when its failures are not held
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record DomainView(DomainId id, int hosts, boolean standalone, @Nullable HoldView hold) {}

    /**
     * Why failures are held, with the figures at the beginning of the hold.
     *
     * @param since in log time
     */
    public record HoldView(
            HoldReason reason, int silent, int failed, int configured, Instant since) {}

    @GET
    @RolesAllowed({Roles.VIEWER, Roles.OPERATOR, Roles.ADMINISTRATOR, Roles.SERVICE})
    @Operation(summary = "List the placement domains, by id")
    public Page<DomainView> list(
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        PageRequest page = PageRequest.of(limit, cursor);
        String after = page.after();
        List<Roster> found =
                rosters.rosters().values().stream()
                        .filter(roster ->
                                after == null || roster.domain().value().compareTo(after) > 0)
                        .sorted(Comparator.comparing(Roster::domain))
                        .limit(page.fetch())
                        .toList();
        Map<DomainId, DomainHold> holds =
                statuses.holds(found.stream().map(Roster::domain).toList());
        List<DomainView> views =
                found.stream().map(roster -> view(roster, holds.get(roster.domain()))).toList();
        return Page.of(page, views, view -> view.id().value());
    }

    private static DomainView view(Roster roster, @Nullable DomainHold hold) {
        return new DomainView(
                roster.domain(),
                roster.nodes().size(),
                roster.domain().isStandalone(),
                hold == null
                        ? null
                        : new HoldView(
                                hold.reason(),
                                hold.silent(),
                                hold.failed(),
                                hold.configured(),
                                hold.since()));
    }
}
