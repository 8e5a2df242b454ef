package io.berth.monitoring.rest;

import io.berth.contracts.Topics;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.telemetry.HeartbeatEvent;
import io.berth.contracts.telemetry.PowerOffProven;
import io.berth.contracts.telemetry.QuarantineLifted;
import io.berth.kit.rest.Page;
import io.berth.kit.rest.PageRequest;
import io.berth.kit.rest.Problem;
import io.berth.kit.rest.ProblemException;
import io.berth.kit.security.Roles;
import io.berth.monitoring.domain.HostStatus;
import io.berth.monitoring.domain.Roster;
import io.berth.monitoring.domain.RosterBook;
import io.berth.monitoring.store.StatusStore;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** The configured hosts and who of them is alive. */
@Path("/api/v1/hosts")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class HostsResource {
    private final RosterBook rosters;
    private final StatusStore statuses;
    private final Ingest ingest;

    @Inject
    public HostsResource(RosterBook rosters, StatusStore statuses, Ingest ingest) {
        this.rosters = rosters;
        this.statuses = statuses;
        this.ingest = ingest;
    }

    private record Configured(HostId host, DomainId domain, boolean maintenance) {
        HostView view(@Nullable HostStatus status) {
            return HostView.of(host, domain, maintenance, status);
        }
    }

    @GET
    @RolesAllowed({Roles.VIEWER, Roles.OPERATOR, Roles.ADMINISTRATOR, Roles.SERVICE})
    @Operation(summary = "List the configured hosts, by id, of all domains or of one")
    public Page<HostView> list(
            @QueryParam("domain") @Nullable String domain,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        PageRequest page = PageRequest.of(limit, cursor);
        String after = page.after();
        List<Configured> hosts =
                rosters.rosters().values().stream()
                        .filter(roster -> domain == null || roster.domain().value().equals(domain))
                        .flatMap(HostsResource::hosts)
                        .filter(host -> after == null || host.host().value().compareTo(after) > 0)
                        .sorted((a, b) -> a.host().compareTo(b.host()))
                        .limit(page.fetch())
                        .toList();
        Map<HostId, HostStatus> known =
                statuses.hosts(hosts.stream().map(Configured::host).toList());
        List<HostView> views = hosts.stream().map(c -> c.view(known.get(c.host()))).toList();
        return Page.of(page, views, view -> view.id().value());
    }

    private static Stream<Configured> hosts(Roster roster) {
        return roster.nodes().stream()
                .map(host ->
                        new Configured(host, roster.domain(), roster.maintenance().contains(host)));
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({Roles.VIEWER, Roles.OPERATOR, Roles.ADMINISTRATOR, Roles.SERVICE})
    @Operation(summary = "Show a host")
    public HostView show(@PathParam("id") String id) {
        return view(Paths.host(id));
    }

    private HostView view(HostId host) {
        DomainId domain = domainOf(host);
        Roster roster = rosters.rosters().get(domain);
        boolean maintenance = roster != null && roster.maintenance().contains(host);
        return HostView.of(host, domain, maintenance, statuses.host(host).orElse(null));
    }

    private DomainId domainOf(HostId host) {
        return rosters.domainOf(host)
                .orElseThrow(() -> new ProblemException(Problem.notFound("host", host.value())));
    }

    /**
     * Where somebody's word lies in the log.
     *
     * @param appendedAt by the broker's clock
     */
    public record Written(
            HostId host,
            DomainId domain,
            String topic,
            int partition,
            long offset,
            Instant appendedAt) {}

    @POST
    @Path("/{id}/confirm-off")
    @RolesAllowed(Roles.OPERATOR)
    @Operation(
            summary = "Confirm that a host is off",
            description =
                    "For a host that is silent and does not fail by itself: held, stand-alone or"
                            + " without a watchdog. Its highly available machines are then started"
                            + " elsewhere, so be sure. The word is written into the log of the"
                            + " host's heartbeats; should the host beat before that place, it is"
                            + " set aside.")
    public Response confirmOff(@PathParam("id") String id, @Context SecurityContext caller) {
        HostView view = view(Paths.host(id));
        switch (view.state()) {
            case UP -> throw conflict(view, "host-is-up", "Check which machine is off");
            case UNKNOWN ->
                    throw conflict(
                            view, "host-never-seen", "Nothing that it ran is known; nothing to do");
            case FAILED ->
                    throw conflict(view, "host-has-failed", "It counts as off; nothing to do");
            case SUSPECT, UNREACHABLE, ISOLATED -> {}
        }
        PowerOffProven proof =
                new PowerOffProven(
                        view.id(),
                        view.domain(),
                        PowerOffProven.Source.OPERATOR,
                        caller.getUserPrincipal().getName());
        return written(view, proof);
    }

    @POST
    @Path("/{id}/release")
    @RolesAllowed(Roles.OPERATOR)
    @Operation(
            summary = "End the quarantine of a host",
            description =
                    "It may take virtual machines again at once. Its failures so far do not count"
                            + " any more; three further ones within an hour quarantine it anew. The"
                            + " word is written into the log of the host's heartbeats.")
    public Response release(@PathParam("id") String id, @Context SecurityContext caller) {
        HostView view = view(Paths.host(id));
        if (view.quarantinedUntil() == null) {
            throw new ProblemException(
                    Problem.of(
                                    409,
                                    "host-not-quarantined",
                                    "The host is not quarantined",
                                    "Host " + view.id() + " is " + view.standing())
                            .with("host", view.id().value())
                            .with("standing", view.standing())
                            .withHint("There is nothing to release it from"));
        }
        return written(
                view,
                new QuarantineLifted(
                        view.id(), view.domain(), caller.getUserPrincipal().getName()));
    }

    private Response written(HostView view, HeartbeatEvent word) {
        RecordMetadata where =
                ingest.send(Topics.HEARTBEATS, List.of(word), _ -> UUID.randomUUID().toString())
                        .getFirst();
        return Response.accepted(
                        new Written(
                                view.id(),
                                view.domain(),
                                Topics.HEARTBEATS.name(),
                                where.partition(),
                                where.offset(),
                                Instant.ofEpochMilli(where.timestamp())))
                .build();
    }

    private static ProblemException conflict(HostView view, String code, String hint) {
        return new ProblemException(
                Problem.of(
                                409,
                                code,
                                "The host is not in doubt",
                                "Host " + view.id() + " is " + view.state())
                        .with("host", view.id().value())
                        .with("state", view.state())
                        .withHint(hint));
    }
}
