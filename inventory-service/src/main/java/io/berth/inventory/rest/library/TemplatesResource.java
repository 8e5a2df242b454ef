package io.berth.inventory.rest.library;

import static io.berth.kit.security.Roles.ADMINISTRATOR;
import static io.berth.kit.security.Roles.OPERATOR;
import static io.berth.kit.security.Roles.SELF_SERVICE;
import static io.berth.kit.security.Roles.SERVICE;
import static io.berth.kit.security.Roles.VIEWER;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.berth.contracts.ids.TemplateId;
import io.berth.contracts.inventory.TemplateState;
import io.berth.inventory.app.Entries;
import io.berth.inventory.app.library.Deployments;
import io.berth.inventory.app.library.Secrets;
import io.berth.inventory.app.library.TemplateShelf;
import io.berth.inventory.domain.EntityKind;
import io.berth.inventory.domain.estate.EstateSection;
import io.berth.inventory.domain.library.LibraryRefusal;
import io.berth.inventory.domain.library.SecretField;
import io.berth.inventory.rest.Problems;
import io.berth.inventory.rest.kinds.Kind;
import io.berth.inventory.rest.kinds.KindResource;
import io.berth.kit.rest.Fields;
import io.berth.kit.rest.Page;
import io.berth.kit.rest.PageRequest;
import io.berth.kit.rest.Requests;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Templates over HTTP. No answer holds a secret. */
@Path("/api/v1/templates")
public class TemplatesResource extends KindResource<TemplateRequest, TemplateState, TemplateView> {
    private final Secrets secrets;
    private final Deployments deployments;
    private final ObjectMapper json;

    TemplatesResource(
            Entries entries,
            TemplateShelf shelf,
            Secrets secrets,
            Deployments deployments,
            ObjectMapper json) {
        super(
                entries,
                Kind.of(TemplateState.class, TemplateId::new, TemplateView::of)
                        .wished(TemplateRequest::read, shelf::create, shelf::replace, shelf::remove)
                        .filed(EstateSection.TEMPLATES, TemplateRequest.class, TemplateRequest::of)
                        .listed(list ->
                                list.byText("name", "name", TemplateState::name)
                                        .byEntry("share", "disks", "share")));
        this.secrets = secrets;
        this.deployments = deployments;
        this.json = json;
    }

    /** Sets a secret, in the place of the one before. */
    @PUT
    @Path("{id}/secrets/{secret}")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(ADMINISTRATOR)
    public TemplateView.SecretView set(
            @PathParam("id") String id, @PathParam("secret") String secret, byte[] body) {
        SecretField field = field(secret);
        String owner = addressed(id).value();
        byte[] value = SecretRequest.read(body, json);
        try {
            return TemplateView.SecretView.of(
                    Problems.acceptedOrThrow(secrets.set(field, owner, value)));
        } finally {
            Arrays.fill(value, (byte) 0);
        }
    }

    @DELETE
    @Path("{id}/secrets/{secret}")
    @RolesAllowed(ADMINISTRATOR)
    public Response forget(@PathParam("id") String id, @PathParam("secret") String secret) {
        Problems.acceptedOrThrow(secrets.forget(field(secret), addressed(id).value()));
        return Response.noContent().build();
    }

    /** Which secrets are set. */
    @GET
    @Path("{id}/secrets")
    @RolesAllowed({OPERATOR, ADMINISTRATOR})
    public List<TemplateView.SecretView> secrets(@PathParam("id") String id) {
        return Problems.acceptedOrThrow(secrets.of(EntityKind.TEMPLATE, addressed(id).value()))
                .stream()
                .map(TemplateView.SecretView::of)
                .toList();
    }

    /** Makes VMs, all or none. */
    @POST
    @Path("{id}/deploy")
    @RolesAllowed({ADMINISTRATOR, SELF_SERVICE})
    public Response deploy(
            @PathParam("id") String id,
            @Context SecurityContext context,
            @Nullable DeployRequest request) {
        DeployRequest body = Requests.body(request);
        Fields fields = new Fields();
        var wanted = DeployRequest.wanted(body, fields);
        var home = DeployRequest.home(body, true, fields);
        var caller = DeployRequest.caller(body, context, fields);
        fields.check();
        return DeployRequest.answer(
                Problems.acceptedOrThrow(
                        deployments.deploy(
                                addressed(id),
                                wanted.get(),
                                Objects.requireNonNull(home.get()),
                                caller.get())));
    }

    /** What was deployed from the template. */
    @GET
    @Path("{id}/deployments")
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public Page<TemplateView.DeploymentView> deployments(
            @PathParam("id") String id,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        PageRequest page = PageRequest.of(limit, cursor);
        return Page.of(
                page,
                Problems.acceptedOrThrow(
                                deployments.of(addressed(id), page.afterId(), page.fetch()))
                        .stream()
                        .map(TemplateView.DeploymentView::of)
                        .toList(),
                TemplateView.DeploymentView::vm);
    }

    private static SecretField field(String secret) {
        return SecretField.of(EntityKind.TEMPLATE, secret)
                .orElseThrow(() ->
                        Problems.of(
                                new LibraryRefusal.UnknownSecret(
                                        EntityKind.TEMPLATE,
                                        secret,
                                        SecretField.labels(EntityKind.TEMPLATE))));
    }

    private static TemplateId addressed(String id) {
        return Problems.addressed(EntityKind.TEMPLATE, id, TemplateId::new);
    }
}
