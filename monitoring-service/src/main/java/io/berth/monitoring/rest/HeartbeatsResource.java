package io.berth.monitoring.rest;

import io.berth.contracts.Topics;
import io.berth.contracts.telemetry.HostBeat;
import io.berth.kit.security.Roles;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
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

    @Inject
    public HeartbeatsResource(Ingest ingest) {
        this.ingest = ingest;
    }

    /**
     * That the broker has the beats.
     *
     * @param accepted how many
     */
    public record Accepted(int accepted) {}

    @POST
    @RolesAllowed(Roles.AGENT)
    @RunOnVirtualThread
    @Operation(
            summary = "Take beats",
            description =
                    "One beat or an array of at most 10,000. The answer comes when the broker has"
                            + " acknowledged all of them, so it renews the leases of their hosts"
                            + " from the moment of sending.")
    public Accepted take(
            @RequestBody(
                            content =
                                    @Content(
                                            schema =
                                                    @Schema(
                                                            type = SchemaType.ARRAY,
                                                            implementation = HostBeat.class)))
                    byte[] body) {
        List<HostBeat> beats = ingest.read(body, HostBeat.class);
        ingest.send(
                Topics.HEARTBEATS,
                beats,
                beat -> beat.host() + "/" + beat.boot() + "/" + beat.sequence());
        return new Accepted(beats.size());
    }
}
