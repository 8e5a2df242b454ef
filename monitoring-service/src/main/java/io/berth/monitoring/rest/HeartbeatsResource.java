package io.berth.monitoring.rest;

import io.berth.contracts.Topics;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.telemetry.HostBeat;
import io.berth.kit.agent.AgentToken;
import io.berth.kit.security.Roles;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;

/** Beats of agents that do not speak Kafka. */
@Path("/api/v1/heartbeats")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class HeartbeatsResource {
    private final Ingest ingest;
    private final IngestPace pace;

    @Inject
    public HeartbeatsResource(Ingest ingest, IngestPace pace) {
        this.ingest = ingest;
        this.pace = pace;
    }

    /**
     * That the broker has the beats.
     *
     * @param accepted how many
     * @param limited hosts that sent more than are looked at within a second: those above were left
     *     out, and renew no lease
     */
    public record Accepted(int accepted, List<HostId> limited) {}

    @POST
    @RolesAllowed(Roles.AGENT)
    @RunOnVirtualThread
    @Operation(
            summary = "Take beats",
            description =
                    "One beat or an array of at most 10,000. The answer comes when the broker has"
                            + " acknowledged all of them, so it renews the leases of their hosts"
                            + " from the moment of sending. A token of a host (upn host:<id>)"
                            + " brings beats of that host, one of a gateway (gateway:<name>) of"
                            + " any. Above berth.monitoring.beats-per-second the beats of a host"
                            + " are left out; 429 when that leaves none.")
    public Accepted take(
            @RequestBody(
                            content =
                                    @Content(
                                            schema =
                                                    @Schema(
                                                            type = SchemaType.ARRAY,
                                                            implementation = HostBeat.class)))
                    byte[] body,
            @Context SecurityContext caller) {
        AgentToken token = AgentToken.of(caller);
        List<HostBeat> beats = ingest.read(body, HostBeat.class);
        for (int i = 0; i < beats.size(); i++) {
            token.requireSpeaksFor(beats.get(i).host(), i);
        }
        IngestPace.Passed passed = pace.admit(beats);
        ingest.send(
                Topics.HEARTBEATS,
                passed.beats(),
                beat -> beat.host() + "/" + beat.boot() + "/" + beat.sequence());
        return new Accepted(passed.beats().size(), List.copyOf(passed.limited()));
    }
}
