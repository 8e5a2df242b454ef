package io.berth.keyvault.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.berth.contracts.keyvault.DrillOutcome;
import io.berth.keyvault.app.backup.Backups;
import io.berth.keyvault.app.backup.Drills;
import io.berth.keyvault.domain.backup.Backup;
import io.berth.keyvault.domain.backup.BackupId;
import io.berth.keyvault.domain.backup.Drill;
import io.berth.kit.rest.Callers;
import io.berth.kit.rest.Page;
import io.berth.kit.rest.PageRequest;
import io.berth.kit.security.Roles;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
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
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Backups over HTTP: taken, listed and tried. Their content is never given out. */
@Path("/api/v1/backups")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class BackupsResource {
    private final Backups backups;
    private final Drills drills;

    BackupsResource(Backups backups, Drills drills) {
        this.backups = backups;
        this.drills = drills;
    }

    /**
     * A backup as its file says of itself.
     *
     * @param schema version of the database's form; it is restored on the same one
     * @param keys destroyed ones included
     * @param lastEntry the newest entry of the audit trail then
     */
    record BackupView(
            String id,
            UUID vault,
            Instant takenAt,
            String by,
            String schema,
            long rings,
            long keys,
            long lastEntry,
            long bytes) {
        static BackupView of(Backup backup) {
            return new BackupView(
                    backup.id().value(),
                    backup.vault(),
                    backup.takenAt(),
                    backup.by().value(),
                    backup.schema(),
                    backup.rings(),
                    backup.keys(),
                    backup.lastEntry(),
                    backup.bytes());
        }
    }

    /** A key that is not given back. */
    record LackView(String ring, long version, Drill.Fault fault) {}

    /** Why a backup cannot be read. */
    record WhyView(String code, String detail, String hint) {}

    /**
     * What a drill found.
     *
     * @param opened keys that are the same in the backup and in the vault
     * @param missing how many of the vault's it does not give back; the first are in {@code lacks}
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record DrillView(
            String backup,
            Instant drilledAt,
            String by,
            DrillOutcome outcome,
            @Nullable Instant takenAt,
            long opened,
            long missing,
            List<LackView> lacks,
            @Nullable WhyView why) {
        static DrillView of(BackupId backup, Drill drill) {
            return new DrillView(
                    backup.value(),
                    drill.at(),
                    drill.by().value(),
                    drill.outcome(),
                    drill.takenAt(),
                    drill.opened(),
                    drill.missing(),
                    drill.lacks().stream()
                            .map(lack ->
                                    new LackView(
                                            lack.key().ring().value(),
                                            lack.key().version().value(),
                                            lack.fault()))
                            .toList(),
                    drill.why() == null
                            ? null
                            : new WhyView(
                                    drill.why().code(), drill.why().detail(), drill.why().hint()));
        }
    }

    @POST
    @RolesAllowed(Roles.ADMINISTRATOR)
    @Operation(
            summary = "Take a backup now",
            description = "Encrypted, into the folder of the instance that answers.")
    public Response take(@Context SecurityContext context) {
        Backup taken = Problems.doneOrThrow(backups.take(Callers.principal(context)));
        return Response.status(Response.Status.CREATED).entity(BackupView.of(taken)).build();
    }

    @GET
    @RolesAllowed({Roles.VIEWER, Roles.OPERATOR, Roles.ADMINISTRATOR})
    @Operation(
            summary = "List the backups in the folder of the instance that answers, newest first")
    public Page<BackupView> list(
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        PageRequest page = PageRequest.of(limit, cursor);
        String before = page.afterId();
        return Page.of(
                page,
                Problems.doneOrThrow(backups.list()).stream()
                        .filter(backup ->
                                before.isEmpty() || backup.id().value().compareTo(before) < 0)
                        .limit(page.fetch())
                        .map(BackupView::of)
                        .toList(),
                BackupView::id);
    }

    @POST
    @Path("{id}/drill")
    @RolesAllowed(Roles.ADMINISTRATOR)
    @Operation(
            summary = "Try whether a backup gives back every key of the vault",
            description =
                    "Reads it from the disk, opens every key in it and compares with the vault."
                            + " Changes nothing but what is known of drills.")
    public DrillView drill(@PathParam("id") String id, @Context SecurityContext context) {
        BackupId backup = Problems.backup(id);
        return DrillView.of(
                backup, Problems.doneOrThrow(drills.drill(backup, Callers.principal(context))));
    }
}
