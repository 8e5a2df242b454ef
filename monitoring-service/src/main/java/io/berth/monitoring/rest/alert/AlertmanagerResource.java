package io.berth.monitoring.rest.alert;

import static io.berth.kit.security.Roles.ADMINISTRATOR;
import static io.berth.kit.security.Roles.OPERATOR;
import static io.berth.kit.security.Roles.SERVICE;
import static io.berth.kit.security.Roles.VIEWER;

import io.berth.monitoring.app.alert.AlertmanagerAlert;
import io.berth.monitoring.app.alert.Notifications;
import io.berth.monitoring.domain.alert.Alert;
import io.berth.monitoring.domain.alert.Silence;
import io.berth.monitoring.store.alert.AlertQuery;
import io.berth.monitoring.store.alert.AlertStore;
import io.berth.monitoring.store.alert.StoredAlert;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;

/**
 * The open alerts as an Alertmanager shows its own (API v2, {@code gettableAlerts}), for programs
 * that read those: point them at {@code <monitoring>/alertmanager}.
 */
@Path("/alertmanager/api/v2/alerts")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class AlertmanagerResource {
    /** Such programs know no pages; the newest so many are shown. */
    private static final int MAX_SHOWN = 10_000;

    private static final long AGAIN_SECONDS = 300;

    private final AlertStore store;
    private final Notifications notifications;

    @Inject
    public AlertmanagerResource(AlertStore store, Notifications notifications) {
        this.store = store;
        this.notifications = notifications;
    }

    /** An alert in that shape. */
    public record GettableAlert(
            Map<String, String> labels,
            Map<String, String> annotations,
            List<Receiver> receivers,
            String fingerprint,
            Instant startsAt,
            Instant updatedAt,
            Instant endsAt,
            Status status) {}

    /** Who is told; Berth knows no receivers in this sense. */
    public record Receiver(String name) {}

    /**
     * How it stands.
     *
     * @param state {@code active}, or {@code suppressed} under a silence
     */
    public record Status(
            String state,
            List<String> silencedBy,
            List<String> inhibitedBy,
            List<String> mutedBy) {}

    @GET
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    @Operation(summary = "List the open alerts in the shape of Alertmanager's API v2")
    public List<GettableAlert> list(
            @QueryParam("active") @DefaultValue("true") boolean active,
            @QueryParam("silenced") @DefaultValue("true") boolean silenced) {
        List<Silence> inForce = notifications.inForce();
        return store.list(AlertQuery.OPEN, Long.MAX_VALUE, MAX_SHOWN).stream()
                .map(stored -> shape(stored, inForce))
                .filter(alert -> alert.status().silencedBy().isEmpty() ? active : silenced)
                .toList();
    }

    /** Open alerts have no end yet; the date says when to ask again, as it does there. */
    private GettableAlert shape(StoredAlert stored, List<Silence> inForce) {
        Alert alert = stored.alert();
        AlertmanagerAlert shaped =
                AlertmanagerAlert.of(alert, notifications.runbook(alert.rule()), null);
        List<String> silencedBy =
                inForce.stream()
                        .filter(silence -> silence.matches(alert))
                        .map(Silence::id)
                        .toList();
        return new GettableAlert(
                shaped.labels(),
                shaped.annotations(),
                List.of(new Receiver("berth")),
                alert.fingerprint().value(),
                alert.firstSeen(),
                alert.lastSeen(),
                alert.lastSeen().plusSeconds(AGAIN_SECONDS),
                new Status(
                        silencedBy.isEmpty() ? "active" : "suppressed",
                        silencedBy,
                        List.of(),
                        List.of()));
    }
}
