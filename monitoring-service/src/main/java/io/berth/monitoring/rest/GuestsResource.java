package io.berth.monitoring.rest;

import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.telemetry.IntegrationHeartbeat;
import io.berth.kit.rest.Page;
import io.berth.kit.rest.PageRequest;
import io.berth.kit.rest.Parameters;
import io.berth.kit.rest.Problem;
import io.berth.kit.rest.ProblemException;
import io.berth.kit.rest.Requests;
import io.berth.kit.security.Roles;
import io.berth.monitoring.domain.guest.GuestBook;
import io.berth.monitoring.domain.guest.GuestHeartbeat;
import io.berth.monitoring.store.GuestStore;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Arrays;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Which guests answer their hosts. */
@Path("/api/v1/vms")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class GuestsResource {
    private final GuestStore store;
    private final GuestBook book;

    @Inject
    public GuestsResource(GuestStore store, GuestBook book) {
        this.store = store;
        this.book = book;
    }

    @GET
    @Path("/heartbeats")
    @RolesAllowed({Roles.VIEWER, Roles.OPERATOR, Roles.ADMINISTRATOR, Roles.SERVICE})
    @Operation(
            summary = "List what hosts say of their guests, by VM",
            description =
                    "All guests, or those with this heartbeat, on this host, in this domain, or"
                            + " those that are missed.")
    public Page<GuestHeartbeatView> list(
            @QueryParam("heartbeat") @Nullable String heartbeat,
            @QueryParam("host") @Nullable String host,
            @QueryParam("domain") @Nullable String domain,
            @QueryParam("missed") @Nullable String missed,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        PageRequest page = PageRequest.of(limit, cursor);
        GuestStore.Filter filter =
                new GuestStore.Filter(
                        Parameters.optional("heartbeat", heartbeat, GuestsResource::heartbeat),
                        Parameters.optional("host", host, HostId::new),
                        Parameters.optional("domain", domain, DomainId::new),
                        Boolean.TRUE.equals(
                                Parameters.optional("missed", missed, GuestsResource::flag)));
        String after = page.after();
        String[] parts = after == null ? new String[] {"", ""} : after.split("/", -1);
        if (parts.length != 2) {
            throw Requests.badCursor();
        }
        List<GuestHeartbeatView> found =
                store.list(filter, parts[0], parts[1], page.fetch()).stream()
                        .map(seen -> GuestHeartbeatView.of(seen, book))
                        .toList();
        return Page.of(page, found, GuestHeartbeatView::key);
    }

    @GET
    @Path("/{id}/heartbeat")
    @RolesAllowed({Roles.VIEWER, Roles.OPERATOR, Roles.ADMINISTRATOR, Roles.SERVICE})
    @Operation(summary = "Show what its host says of a guest")
    public GuestHeartbeatView show(@PathParam("id") String id) {
        VmId vm = Paths.vm(id);
        GuestHeartbeat seen =
                store.find(vm)
                        .orElseThrow(() ->
                                new ProblemException(
                                        Problem.notFound("heartbeat of machine", id)
                                                .withHint(
                                                        "No host that is up holds it; hosts send"
                                                                + " their table on each change")));
        return GuestHeartbeatView.of(seen, book);
    }

    private static IntegrationHeartbeat heartbeat(String text) {
        return Arrays.stream(IntegrationHeartbeat.values())
                .filter(each -> each.name().equals(text))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "is none of " + Arrays.toString(IntegrationHeartbeat.values())));
    }

    private static boolean flag(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("is neither true nor false");
        };
    }
}
