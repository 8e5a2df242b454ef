package io.berth.keyvault.rest;

import io.berth.keyvault.app.backup.Restoring;
import io.berth.keyvault.app.backup.Restoring.Restored;
import io.berth.kit.rest.Callers;
import io.berth.kit.rest.Fields;
import io.berth.kit.security.Roles;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.time.Instant;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** An empty installation becomes the vault that a backup is of. */
@Path("/api/v1/restore")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class RestoreResource {
    private final Restoring restoring;

    RestoreResource(Restoring restoring) {
        this.restoring = restoring;
    }

    /**
     * What came back.
     *
     * @param keysWithoutBytes of a container that the instance which took the backup did not reach
     * @param lastEntry the newest entry of the audit trail that the backup knew
     * @param continuedFrom the trail goes on after this one
     */
    record RestoredView(
            String backup,
            Instant takenAt,
            long rings,
            long keys,
            long keysWithoutBytes,
            long lastEntry,
            long continuedFrom) {
        static RestoredView of(Restored restored) {
            return new RestoredView(
                    restored.backup().value(),
                    restored.takenAt(),
                    restored.rings(),
                    restored.keys(),
                    restored.withoutBytes(),
                    restored.lastEntry(),
                    restored.continuedFrom());
        }
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Roles.ADMINISTRATOR)
    @Operation(
            summary = "Restore a backup of the folder on an empty installation",
            description =
                    "{backup, open: {passphrase} or {shares: [...]} or {} where a file or a token"
                        + " opens it}. Refused while any key of this vault has protected a record."
                        + " Every ring gets a new key, and the audit trail goes on with who"
                        + " restored what.")
    public RestoredView restore(byte[] body, @Context SecurityContext context) {
        try (SealBody.Restore wish = SealBody.restore(body)) {
            Fields fields = new Fields();
            Supplier<String> backup = fields.present("backup", wish.backup());
            fields.check();
            return RestoredView.of(
                    Problems.doneOrThrow(
                            restoring.restore(
                                    Problems.backup(backup.get()),
                                    wish.proof(),
                                    Callers.principal(context))));
        } catch (KafkaException e) {
            throw Problems.brokerUnavailable();
        }
    }
}
