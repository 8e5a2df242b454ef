package io.berth.simulator.rest;

import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.simulator.runtime.Fleet;
import io.berth.simulator.runtime.HostDefinition;
import io.berth.simulator.runtime.HostView;
import io.berth.simulator.runtime.RunLedger;
import io.berth.simulator.runtime.SimulatedHost;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The hosts that are simulated. */
@Path("/api/v1/fleet")
public class FleetResource {
    /** The ids of the hosts that were added; those that were there already are not among them. */
    public record Added(List<HostId> added) {}

    /**
     * A page of hosts.
     *
     * @param nextCursor to be given as {@code after} for the next page; absent on the last
     */
    public record HostPage(List<HostView> hosts, @Nullable HostId nextCursor) {}

    /** VMs that were found executing on several hosts, by the hypervisors themselves. */
    public record DoubledVms(List<RunLedger.Doubled> doubled) {}

    private static final int MAX_PAGE = 2000;

    private final Fleet fleet;
    private final RunLedger ledger;

    @Inject
    FleetResource(Fleet fleet, RunLedger ledger) {
        this.fleet = fleet;
        this.ledger = ledger;
    }

    /** Adds hosts and powers them on; repeating it changes nothing. */
    @POST
    @RolesAllowed(Roles.OPERATOR)
    public Added add(@Nullable FleetRequest request) {
        List<HostDefinition> hosts = request == null ? null : request.hosts();
        if (hosts == null || hosts.isEmpty() || hosts.size() > Fleet.MAX_HOSTS) {
            throw ProblemException.invalid(
                    "hosts-missing",
                    "hosts has "
                            + (hosts == null ? 0 : hosts.size())
                            + " entries; 1 to "
                            + Fleet.MAX_HOSTS
                            + " are allowed.",
                    "Send {\"hosts\": [{\"id\", \"domain\", \"nodes\", \"cores\", \"memoryMiB\","
                            + " \"watchdog\"}]}.");
        }
        return new Added(fleet.add(hosts));
    }

    /** The hosts as they stand. */
    @GET
    @RolesAllowed({Roles.VIEWER, Roles.OPERATOR, Roles.ADMINISTRATOR})
    public HostPage list(
            @QueryParam("domain") @Nullable String domain,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @DefaultValue("500") int limit) {
        if (limit < 1 || limit > MAX_PAGE) {
            throw ProblemException.invalid(
                    "limit-out-of-range",
                    "limit is " + limit + "; allowed is 1 to " + MAX_PAGE + ".",
                    "Follow nextCursor with the parameter after.");
        }
        List<HostView> page =
                fleet.page(
                        domain == null ? null : new DomainId(domain),
                        after == null ? null : new HostId(after),
                        limit);
        return new HostPage(page, page.size() < limit ? null : page.getLast().id());
    }

    /** One host as it stands. */
    @GET
    @Path("/{host}")
    @RolesAllowed({Roles.VIEWER, Roles.OPERATOR, Roles.ADMINISTRATOR})
    public HostView get(@PathParam("host") String host) {
        return fleet.find(new HostId(host))
                .map(SimulatedHost::view)
                .orElseThrow(() ->
                        ProblemException.missing(
                                "unknown-host",
                                "The fleet has no host " + host + ".",
                                "GET /api/v1/fleet lists the hosts."));
    }

    /** Whether a VM ever executed on two hosts at once: empty, or Berth has failed. */
    @GET
    @Path("/doubled-vms")
    @RolesAllowed({Roles.VIEWER, Roles.OPERATOR, Roles.ADMINISTRATOR})
    public DoubledVms doubled() {
        return new DoubledVms(ledger.doubled());
    }
}
