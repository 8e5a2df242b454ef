package io.berth.monitoring.rest.alert;

import static io.berth.kit.security.Roles.ADMINISTRATOR;
import static io.berth.kit.security.Roles.OPERATOR;
import static io.berth.kit.security.Roles.SERVICE;
import static io.berth.kit.security.Roles.VIEWER;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.berth.contracts.alerts.AlertSeverity;
import io.berth.contracts.ids.Identifiers;
import io.berth.kit.rest.EntityTags;
import io.berth.kit.rest.Fields;
import io.berth.kit.rest.Problem;
import io.berth.kit.rest.ProblemException;
import io.berth.kit.rest.Requests;
import io.berth.monitoring.app.alert.WebhookTargets;
import io.berth.monitoring.domain.alert.Webhook;
import io.berth.monitoring.rest.Revisions;
import io.berth.monitoring.store.alert.StoredWebhook;
import io.berth.monitoring.store.alert.WebhookStore;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Those who are told of alerts by HTTP. */
@Path("/api/v1/webhooks")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class WebhooksResource {
    private final WebhookStore store;
    private final WebhookTargets targets;

    @Inject
    public WebhooksResource(WebhookStore store, WebhookTargets targets) {
        this.store = store;
        this.targets = targets;
    }

    /**
     * A webhook to be made or changed.
     *
     * @param secret the name of the file with the secret that signs
     * @param from only alerts that matter at least so much; missing for all
     * @param enabled missing for yes
     */
    public record WebhookRequest(
            @Nullable String url,
            @Nullable String secret,
            @Nullable AlertSeverity from,
            @Nullable Boolean enabled) {}

    /**
     * A webhook, as it is shown.
     *
     * @param pending how many words wait
     * @param delivered how many it has taken
     * @param givenUp how many it did not take in all attempts
     * @param dropped how many were pushed out by newer ones
     * @param lastAt the newest attempt; absent before the first
     * @param lastError what came of it; absent when it was taken
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record WebhookView(
            String id,
            URI url,
            String secret,
            AlertSeverity from,
            boolean enabled,
            long revision,
            long pending,
            long delivered,
            long givenUp,
            long dropped,
            @Nullable Instant lastAt,
            @Nullable String lastError) {}

    private WebhookView view(StoredWebhook stored) {
        Webhook webhook = stored.webhook();
        return new WebhookView(
                webhook.id(),
                webhook.url(),
                webhook.secret(),
                webhook.from(),
                webhook.enabled(),
                stored.revision(),
                store.pending(webhook.id()),
                stored.delivered(),
                stored.givenUp(),
                stored.dropped(),
                stored.lastAt(),
                stored.lastError());
    }

    @GET
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    @Operation(summary = "List webhooks by id, with how sending goes")
    public List<WebhookView> list() {
        return store.all().stream().map(this::view).toList();
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    @Operation(summary = "Show a webhook")
    public Response show(@PathParam("id") String id) {
        return store.find(id)
                .map(stored -> tagged(Response.ok(), stored))
                .orElseThrow(() -> notFound(id));
    }

    private Response tagged(Response.ResponseBuilder answer, StoredWebhook stored) {
        return answer.entity(view(stored)).tag(EntityTags.of(stored.revision())).build();
    }

    @PUT
    @Path("/{id}")
    @RolesAllowed(ADMINISTRATOR)
    @Operation(
            summary = "Make or change a webhook",
            description = "If-Match with the ETag refuses to overwrite another's change.")
    public Response put(
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @Nullable WebhookRequest body) {
        Long expected = EntityTags.expected(ifMatch);
        Webhook webhook = read(id, Requests.body(body));
        return switch (targets.put(webhook, expected)) {
            case WebhookTargets.Put.Made(StoredWebhook made) ->
                    tagged(Response.created(URI.create("/api/v1/webhooks/" + id)), made);
            case WebhookTargets.Put.Changed(StoredWebhook changed) ->
                    tagged(Response.ok(), changed);
            case WebhookTargets.Put.TooMany(int max) ->
                    throw new ProblemException(
                            Problem.of(
                                            409,
                                            "too-many-webhooks",
                                            "Too many webhooks",
                                            "There are %d, as many as may be".formatted(max))
                                    .with("max", max)
                                    .withHint("Remove one; the bound is berth.webhooks.max"));
            case WebhookTargets.Put.NoSecret(String why) ->
                    throw new ProblemException(
                            Problem.of(422, "secret-unusable", "The secret cannot be used", why)
                                    .with("secret", webhook.secret())
                                    .withHint(
                                            "Put a file of this name with at least 16 bytes into"
                                                    + " the folder berth.webhooks.secrets"));
            case WebhookTargets.Put.Stale(long revision) ->
                    throw Revisions.stale("Webhook " + id, revision);
        };
    }

    private static Webhook read(String id, WebhookRequest request) {
        Fields fields = new Fields();
        Supplier<String> name = fields.read("id", id, text -> identifier("id", text));
        Supplier<URI> url = fields.read("url", request.url(), Webhook::address);
        Supplier<String> secret =
                fields.read("secret", request.secret(), text -> identifier("secret", text));
        fields.check();
        AlertSeverity from = request.from() == null ? AlertSeverity.INFO : request.from();
        return new Webhook(
                name.get(),
                url.get(),
                secret.get(),
                from,
                request.enabled() == null || request.enabled());
    }

    private static String identifier(String kind, String text) {
        Identifiers.check(kind, text);
        return text;
    }

    @DELETE
    @Path("/{id}")
    @RolesAllowed(ADMINISTRATOR)
    @Operation(summary = "Remove a webhook with all that it was still to be told")
    public void remove(@PathParam("id") String id) {
        if (!targets.remove(id)) {
            throw notFound(id);
        }
    }

    private static ProblemException notFound(String id) {
        return new ProblemException(Problem.notFound("webhook", id));
    }
}
