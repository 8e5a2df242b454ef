package io.berth.monitoring.rest;

import io.berth.contracts.Topics;
import io.berth.contracts.telemetry.KvpReported;
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
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;

/** Key-value pairs of guests, brought by agents that do not speak Kafka. */
@Path("/api/v1/kvp")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class KvpResource {
    private final Ingest ingest;

    @Inject
    public KvpResource(Ingest ingest) {
        this.ingest = ingest;
    }

    @POST
    @RolesAllowed(Roles.AGENT)
    @RunOnVirtualThread
    @Operation(summary = "Take reports", description = "One report or an array of at most 10,000.")
    public HeartbeatsResource.Accepted take(
            @RequestBody(
                            content =
                                    @Content(
                                            schema =
                                                    @Schema(
                                                            type = SchemaType.ARRAY,
                                                            implementation = KvpReported.class)))
                    byte[] body,
            @Context SecurityContext caller) {
        AgentToken token = AgentToken.of(caller);
        List<KvpReported> reports = ingest.read(body, KvpReported.class);
        for (int i = 0; i < reports.size(); i++) {
            token.requireSpeaksFor(reports.get(i).host(), i);
        }
        ingest.send(Topics.KVP, reports, _ -> UUID.randomUUID().toString());
        return new HeartbeatsResource.Accepted(reports.size(), List.of());
    }
}
