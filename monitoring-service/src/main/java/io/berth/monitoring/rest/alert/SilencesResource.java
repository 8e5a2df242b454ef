package io.berth.monitoring.rest.alert;

import static io.berth.kit.security.Roles.ADMINISTRATOR;
import static io.berth.kit.security.Roles.OPERATOR;
import static io.berth.kit.security.Roles.SERVICE;
import static io.berth.kit.security.Roles.VIEWER;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.berth.contracts.Require;
import io.berth.contracts.alerts.AlertSeverity;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.Identifiers;
import io.berth.contracts.ids.Principal;
import io.berth.kit.rest.Callers;
import io.berth.kit.rest.Fields;
import io.berth.kit.rest.Page;
import io.berth.kit.rest.PageRequest;
import io.berth.kit.rest.Problem;
import io.berth.kit.rest.ProblemException;
import io.berth.kit.rest.Requests;
import io.berth.monitoring.app.alert.AlertSettings;
import io.berth.monitoring.app.alert.Silences;
import io.berth.monitoring.domain.alert.AlertRule;
import io.berth.monitoring.domain.alert.Silence;
import io.berth.monitoring.store.alert.SilenceStore;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
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
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Silences: for a while nobody is told of alerts that match. */
@Path("/api/v1/silences")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class SilencesResource {
    private static final int MAX_REASON = 512;

    private final SilenceStore store;
    private final Silences silences;
    private final AlertSettings settings;
    private final InstantSource clock;

    @Inject
    public SilencesResource(
            SilenceStore store, Silences silences, AlertSettings settings, InstantSource clock) {
        this.store = store;
        this.silences = silences;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * A silence to be made. At least one of rule, subject and domain must be there.
     *
     * @param upTo not for alerts that matter more; missing for all
     * @param from missing for at once
     */
    public record SilenceRequest(
            @Nullable String rule,
            @Nullable String subject,
            @Nullable String domain,
            @Nullable AlertSeverity upTo,
            @Nullable Instant from,
            @Nullable Instant until,
            @Nullable String reason) {}

    /** A silence, as it is shown. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record SilenceView(
            String id,
            @Nullable String rule,
            @Nullable String subject,
            @Nullable DomainId domain,
            @Nullable AlertSeverity upTo,
            Instant from,
            Instant until,
            boolean active,
            Principal by,
            String reason) {
        static SilenceView of(Silence silence, Instant now) {
            AlertRule rule = silence.rule();
            return new SilenceView(
                    silence.id(),
                    rule == null ? null : rule.code(),
                    silence.subject(),
                    silence.domain(),
                    silence.upTo(),
                    silence.from(),
                    silence.until(),
                    silence.activeAt(now),
                    silence.by(),
                    silence.reason());
        }
    }

    @GET
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    @Operation(summary = "List silences by id; ended ones are kept for a week")
    public Page<SilenceView> list(
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        PageRequest page = PageRequest.of(limit, cursor);
        Instant now = clock.instant();
        return Page.of(page, store.list(page.afterId(), page.fetch()), Silence::id)
                .map(silence -> SilenceView.of(silence, now));
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    @Operation(summary = "Show a silence")
    public SilenceView show(@PathParam("id") String id) {
        return store.find(id)
                .map(silence -> SilenceView.of(silence, clock.instant()))
                .orElseThrow(() -> notFound(id));
    }

    @POST
    @RolesAllowed(OPERATOR)
    @Operation(summary = "Make a silence")
    public Response make(@Nullable SilenceRequest body, @Context SecurityContext caller) {
        Silence silence = read(Requests.body(body), Callers.principal(caller));
        return switch (silences.make(silence)) {
            case Silences.Made.Kept(Silence kept) ->
                    Response.created(URI.create("/api/v1/silences/" + kept.id()))
                            .entity(SilenceView.of(kept, clock.instant()))
                            .build();
            case Silences.Made.TooMany(long max) ->
                    throw new ProblemException(
                            Problem.of(
                                            409,
                                            "too-many-silences",
                                            "Too many silences",
                                            "%d silences have not ended, as many as may be"
                                                    .formatted(max))
                                    .with("max", max)
                                    .withHint(
                                            "End some, or make one that matches more; the bound is"
                                                    + " berth.alerts.max-silences"));
        };
    }

    private Silence read(SilenceRequest request, Principal by) {
        Instant now = clock.instant();
        Fields fields = new Fields();
        Supplier<@Nullable AlertRule> rule =
                fields.optional("rule", request.rule(), AlertViews::rule);
        Supplier<@Nullable String> subject =
                fields.optional("subject", request.subject(), SilencesResource::identifier);
        Supplier<@Nullable DomainId> domain =
                fields.optional("domain", request.domain(), DomainId::new);
        if (request.rule() == null && request.subject() == null && request.domain() == null) {
            fields.fault("", "rule, subject or domain must be there: silence is for something");
        }
        Instant from = request.from() == null ? now : request.from();
        Supplier<Instant> until = fields.read("until", request.until(), end -> end(from, end, now));
        Supplier<String> reason =
                fields.read(
                        "reason",
                        request.reason(),
                        text -> Require.text("reason", text, MAX_REASON));
        fields.check();
        return new Silence(
                UUID.randomUUID().toString(),
                rule.get(),
                subject.get(),
                domain.get(),
                request.upTo(),
                from,
                until.get(),
                by,
                reason.get());
    }

    private Instant end(Instant from, Instant end, Instant now) {
        Instant latest = now.plus(settings.longestSilence());
        if (!end.isAfter(from) || !end.isAfter(now)) {
            throw new IllegalArgumentException(
                    "until is " + end + "; it must lie after the beginning and in the future");
        }
        if (end.isAfter(latest)) {
            throw new IllegalArgumentException(
                    "until is %s; allowed is at most %s, that is %s from now"
                            .formatted(end, latest, settings.longestSilence()));
        }
        return end;
    }

    private static String identifier(String text) {
        Identifiers.check("subject", text);
        return text;
    }

    @DELETE
    @Path("/{id}")
    @RolesAllowed(OPERATOR)
    @Operation(
            summary = "End a silence",
            description = "Alerts that opened under it and are still open are then told of.")
    public void end(@PathParam("id") String id) {
        if (!silences.end(id)) {
            throw notFound(id);
        }
    }

    private static ProblemException notFound(String id) {
        return new ProblemException(Problem.notFound("silence", id));
    }
}
