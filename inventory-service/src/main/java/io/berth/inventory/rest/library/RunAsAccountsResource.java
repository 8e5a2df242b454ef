package io.berth.inventory.rest.library;

import static io.berth.kit.security.Roles.ADMINISTRATOR;
import static io.berth.kit.security.Roles.OPERATOR;
import static io.berth.kit.security.Roles.SERVICE;
import static io.berth.kit.security.Roles.VIEWER;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.berth.contracts.ids.RunAsAccountId;
import io.berth.contracts.inventory.RunAsAccountState;
import io.berth.inventory.app.Entries;
import io.berth.inventory.app.library.RunAsAccounts;
import io.berth.inventory.app.library.Secrets;
import io.berth.inventory.domain.EntityKind;
import io.berth.inventory.domain.Revision;
import io.berth.inventory.domain.library.SecretField;
import io.berth.inventory.rest.Answers;
import io.berth.inventory.rest.EntityTags;
import io.berth.inventory.rest.Problems;
import io.berth.kit.rest.Fields;
import io.berth.kit.rest.Page;
import io.berth.kit.rest.PageRequest;
import io.berth.kit.rest.Requests;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Accounts that work is done as over HTTP. No answer holds a password. */
@Path("/api/v1/run-as-accounts")
@RunOnVirtualThread
public class RunAsAccountsResource {
    private static final String PATH = "/api/v1/run-as-accounts";

    private final RunAsAccounts accounts;
    private final Entries entries;
    private final Secrets secrets;
    private final ObjectMapper json;

    RunAsAccountsResource(
            RunAsAccounts accounts, Entries entries, Secrets secrets, ObjectMapper json) {
        this.accounts = accounts;
        this.entries = entries;
        this.secrets = secrets;
        this.json = json;
    }

    @POST
    @RolesAllowed(ADMINISTRATOR)
    public Response create(@Nullable RunAsAccountRequest request) {
        Fields fields = new Fields();
        var read = RunAsAccountRequest.read(Requests.body(request), null, fields);
        fields.check();
        RunAsAccountState made =
                Problems.acceptedOrThrow(accounts.create(read.id().get(), read.wished()));
        return Answers.created(
                PATH + "/" + read.id().get(),
                new Revision(made.revision()),
                RunAsAccountRequest.View.of(made));
    }

    @GET
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public Page<RunAsAccountRequest.View> list(
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        PageRequest page = PageRequest.of(limit, cursor);
        return Page.of(
                page,
                entries.page(RunAsAccountState.class, page.afterId(), page.fetch()).stream()
                        .map(state -> RunAsAccountRequest.View.of(state))
                        .toList(),
                RunAsAccountRequest.View::id);
    }

    @GET
    @Path("{id}")
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public Response get(@PathParam("id") String id) {
        return answer(
                entries.find(RunAsAccountState.class, addressed(id).value())
                        .orElseThrow(() -> Problems.notFound(EntityKind.RUN_AS_ACCOUNT, id)));
    }

    /** Takes the place of what is there, whole. */
    @PUT
    @Path("{id}")
    @RolesAllowed(ADMINISTRATOR)
    public Response replace(
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @Nullable RunAsAccountRequest request) {
        Fields fields = new Fields();
        var read = RunAsAccountRequest.read(Requests.body(request), addressed(id), fields);
        fields.check();
        return answer(
                Problems.acceptedOrThrow(
                        accounts.replace(
                                addressed(id), read.wished(), EntityTags.expected(ifMatch))));
    }

    @DELETE
    @Path("{id}")
    @RolesAllowed(ADMINISTRATOR)
    public Response remove(
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        Problems.acceptedOrThrow(accounts.remove(addressed(id), EntityTags.expected(ifMatch)));
        return Response.noContent().build();
    }

    /** Sets a secret, in the place of the one before. */
    @PUT
    @Path("{id}/password")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(ADMINISTRATOR)
    public TemplateView.SecretView set(@PathParam("id") String id, byte[] body) {
        SecretField field = SecretField.PASSWORD;
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
    @Path("{id}/password")
    @RolesAllowed(ADMINISTRATOR)
    public Response forget(@PathParam("id") String id) {
        Problems.acceptedOrThrow(secrets.forget(SecretField.PASSWORD, addressed(id).value()));
        return Response.noContent().build();
    }

    private static Response answer(RunAsAccountState state) {
        return Answers.ok(new Revision(state.revision()), RunAsAccountRequest.View.of(state));
    }

    private static RunAsAccountId addressed(String id) {
        return Problems.addressed(EntityKind.RUN_AS_ACCOUNT, id, RunAsAccountId::new);
    }
}
