package io.berth.monitoring.rest.alert;

import static io.berth.kit.security.Roles.ADMINISTRATOR;
import static io.berth.kit.security.Roles.OPERATOR;
import static io.berth.kit.security.Roles.SERVICE;
import static io.berth.kit.security.Roles.VIEWER;

import io.berth.contracts.Require;
import io.berth.contracts.alerts.AlertAcknowledgement;
import io.berth.contracts.alerts.AlertSeverity;
import io.berth.contracts.ids.AlertFingerprint;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.Identifiers;
import io.berth.kit.rest.Callers;
import io.berth.kit.rest.Fields;
import io.berth.kit.rest.Page;
import io.berth.kit.rest.PageRequest;
import io.berth.kit.rest.Parameters;
import io.berth.kit.rest.Problem;
import io.berth.kit.rest.ProblemException;
import io.berth.monitoring.app.alert.Alerts;
import io.berth.monitoring.domain.alert.AlertRule;
import io.berth.monitoring.store.alert.AlertQuery;
import io.berth.monitoring.store.alert.AlertStep;
import io.berth.monitoring.store.alert.AlertStore;
import io.berth.monitoring.store.alert.StoredAlert;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** The alerts. */
@Path("/api/v1/alerts")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class AlertsResource {
    private final AlertStore store;
    private final Alerts alerts;
    private final AlertViews views;
    private final InstantSource clock;

    @Inject
    public AlertsResource(AlertStore store, Alerts alerts, AlertViews views, InstantSource clock) {
        this.store = store;
        this.alerts = alerts;
        this.views = views;
        this.clock = clock;
    }

    /** Which of them, by whether their trouble goes on. */
    private enum Wanted {
        OPEN,
        RESOLVED,
        ALL;

        @Nullable Boolean open() {
            return switch (this) {
                case OPEN -> true;
                case RESOLVED -> false;
                case ALL -> null;
            };
        }
    }

    @GET
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    @Operation(
            summary = "List alerts, the newest opened first",
            description = "Open ones only, unless status is resolved or all.")
    public Page<AlertView> list(
            @QueryParam("status") @Nullable String status,
            @QueryParam("rule") @Nullable String rule,
            @QueryParam("severity") @Nullable String severity,
            @QueryParam("subject") @Nullable String subject,
            @QueryParam("domain") @Nullable String domain,
            @QueryParam("acknowledged") @Nullable String acknowledged,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        PageRequest page = PageRequest.of(limit, cursor);
        Wanted wanted =
                Optional.ofNullable(
                                Parameters.optional(
                                        "status", status, text -> constant(Wanted.class, text)))
                        .orElse(Wanted.OPEN);
        AlertQuery query =
                new AlertQuery(
                        wanted.open(),
                        Parameters.<AlertRule>optional("rule", rule, AlertViews::rule),
                        Parameters.optional(
                                "severity", severity, text -> constant(AlertSeverity.class, text)),
                        Parameters.optional("subject", subject, AlertsResource::identifier),
                        Parameters.optional("domain", domain, DomainId::new),
                        Parameters.optional("acknowledged", acknowledged, AlertsResource::flag));
        List<StoredAlert> found = store.list(query, page.afterNumber(Long.MAX_VALUE), page.fetch());
        Page<StoredAlert> part = Page.of(page, found, stored -> Long.toString(stored.opened()));
        return new Page<>(views.of(part.items()), part.nextCursor());
    }

    static <C extends Enum<C>> C constant(Class<C> type, String text) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.name().equals(text.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                text
                                        + " is none of "
                                        + Arrays.toString(type.getEnumConstants())
                                                .toLowerCase(Locale.ROOT)));
    }

    private static String identifier(String text) {
        Identifiers.check("subject", text);
        return text;
    }

    private static boolean flag(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(text + " is neither true nor false");
        };
    }

    @GET
    @Path("/{fingerprint}")
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    @Operation(summary = "Show an alert")
    public AlertView show(@PathParam("fingerprint") String fingerprint) {
        return views.of(found(store.find(named(fingerprint)), fingerprint));
    }

    @GET
    @Path("/{fingerprint}/history")
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    @Operation(
            summary = "Show what became of an alert, newest first",
            description = "The last 100 openings, ends and acknowledgements.")
    public List<AlertStep> history(@PathParam("fingerprint") String fingerprint) {
        StoredAlert alert = found(store.find(named(fingerprint)), fingerprint);
        return store.history(alert.alert().fingerprint());
    }

    /**
     * Who takes an alert in hand says what they mean to do.
     *
     * @param note may be missing
     */
    public record AcknowledgeRequest(@Nullable String note) {}

    @POST
    @Path("/{fingerprint}/acknowledge")
    @RolesAllowed(OPERATOR)
    @Operation(summary = "Take an alert in hand; who did before is replaced")
    public AlertView acknowledge(
            @PathParam("fingerprint") String fingerprint,
            @Nullable AcknowledgeRequest request,
            @Context SecurityContext caller) {
        Fields fields = new Fields();
        Supplier<@Nullable String> note =
                fields.optional(
                        "note",
                        request == null ? null : request.note(),
                        text -> Require.text("note", text, AlertAcknowledgement.MAX_NOTE));
        fields.check();
        String said = note.get();
        return views.of(
                found(
                        alerts.acknowledge(
                                named(fingerprint),
                                Callers.principal(caller),
                                said == null ? "" : said,
                                clock.instant()),
                        fingerprint));
    }

    @POST
    @Path("/{fingerprint}/unacknowledge")
    @RolesAllowed(OPERATOR)
    @Operation(summary = "Let an alert go that somebody has taken in hand")
    public AlertView unacknowledge(
            @PathParam("fingerprint") String fingerprint, @Context SecurityContext caller) {
        return views.of(
                found(
                        alerts.unacknowledge(
                                named(fingerprint), Callers.principal(caller), clock.instant()),
                        fingerprint));
    }

    private static AlertFingerprint named(String text) {
        return Parameters.required("fingerprint", text, AlertFingerprint::new);
    }

    private static StoredAlert found(Optional<StoredAlert> alert, String fingerprint) {
        return alert.orElseThrow(
                () -> new ProblemException(Problem.notFound("alert", fingerprint)));
    }
}
