package io.berth.inventory.rest.updates;

import static io.berth.kit.security.Roles.ADMINISTRATOR;
import static io.berth.kit.security.Roles.AGENT;
import static io.berth.kit.security.Roles.OPERATOR;

import io.berth.contracts.ids.HostId;
import io.berth.inventory.app.updates.Updates;
import io.berth.inventory.domain.EntityKind;
import io.berth.inventory.domain.updates.UpdateScan;
import io.berth.inventory.rest.Problems;
import io.berth.inventory.rest.Texts;
import io.berth.kit.agent.AgentToken;
import io.berth.kit.rest.Callers;
import io.berth.kit.rest.Fields;
import io.berth.kit.rest.Requests;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Scans of hosts for updates over HTTP. */
@Path("/api/v1/hosts/{id}/update-scan")
@RunOnVirtualThread
public class UpdateScanResource {
    private final Updates updates;

    UpdateScanResource(Updates updates) {
        this.updates = updates;
    }

    /**
     * What a scan found.
     *
     * @param notApplicable none when absent
     */
    record ScanRequest(
            @Nullable String scannedAt,
            @Nullable List<@Nullable String> installed,
            @Nullable List<@Nullable String> notApplicable) {}

    /** Takes a scan; sent again it changes nothing. */
    @PUT
    @RolesAllowed({AGENT, OPERATOR, ADMINISTRATOR})
    public Response scanned(
            @PathParam("id") String id,
            @Context SecurityContext context,
            @Nullable ScanRequest request) {
        HostId host = Problems.addressed(EntityKind.HOST, id, HostId::new);
        if (context.isUserInRole(AGENT)) {
            AgentToken.of(context).requireSpeaksFor(host);
        }
        ScanRequest body = Requests.body(request);
        Fields fields = new Fields();
        var scannedAt = fields.read("scannedAt", body.scannedAt(), UpdateScanResource::time);
        var installed = list("installed", body.installed(), fields);
        fields.present("installed", body.installed());
        var notApplicable = list("notApplicable", body.notApplicable(), fields);
        fields.check();
        Problems.acceptedOrThrow(
                updates.scanned(
                        new UpdateScan(
                                host,
                                scannedAt.get(),
                                installed.get(),
                                notApplicable.get(),
                                Callers.principal(context))));
        return Response.noContent().build();
    }

    private static Supplier<List<String>> list(
            String field, @Nullable List<@Nullable String> texts, Fields fields) {
        return Texts.distinct(
                field, texts, UpdateScan.MAX_UPDATES, UpdateBaselineRequest::update, fields);
    }

    private static Instant time(String text) {
        try {
            return Instant.parse(text).truncatedTo(ChronoUnit.MICROS);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "scannedAt is no time in UTC, such as 2026-03-14T09:26:53Z");
        }
    }
}
