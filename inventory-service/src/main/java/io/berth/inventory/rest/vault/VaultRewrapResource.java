package io.berth.inventory.rest.vault;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.berth.kit.security.Roles;
import io.berth.kit.vault.RewrapJob;
import io.berth.kit.vault.RewrapProgress;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** The exchange of ciphertexts of older keys, as it goes on by itself. */
@Path("/api/v1/vault/rewrap")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class VaultRewrapResource {
    private final RewrapJob job;

    VaultRewrapResource(RewrapJob job) {
        this.job = job;
    }

    /**
     * How far a column is.
     *
     * @param running whether a pass is under way
     * @param keyVersion the key that ciphertexts are brought under; 0 before the first pass
     * @param examined of older keys, in this pass
     * @param exchanged of those, under the newer key now
     * @param overtaken of those, written by somebody else at the same time
     * @param refused of those, not opened by the key vault
     * @param lastError what holds it up; absent when nothing does
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ColumnView(
            String column,
            boolean running,
            long keyVersion,
            long examined,
            long exchanged,
            long overtaken,
            long refused,
            @Nullable Instant startedAt,
            @Nullable Instant finishedAt,
            @Nullable String lastError) {
        static ColumnView of(RewrapProgress progress) {
            return new ColumnView(
                    progress.column(),
                    progress.running(),
                    progress.target(),
                    progress.examined(),
                    progress.exchanged(),
                    progress.overtaken(),
                    progress.refused(),
                    progress.startedAt(),
                    progress.finishedAt(),
                    progress.lastError());
        }
    }

    @GET
    @RolesAllowed({Roles.VIEWER, Roles.OPERATOR, Roles.ADMINISTRATOR})
    @Operation(summary = "Show how far secrets are under the newest key, by column")
    public List<ColumnView> progress() {
        return job.progress().stream().map(ColumnView::of).toList();
    }

    @POST
    @RolesAllowed(Roles.ADMINISTRATOR)
    @Operation(
            summary = "Bring secrets under the newest key now",
            description = "Otherwise it begins by itself within an hour.")
    public Response hurry() {
        job.hurry();
        return Response.accepted(progress()).build();
    }
}
