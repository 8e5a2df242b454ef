package io.berth.inventory.rest.library;

import static io.berth.kit.security.Roles.ADMINISTRATOR;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.berth.contracts.ids.RunAsAccountId;
import io.berth.contracts.inventory.RunAsAccountState;
import io.berth.inventory.app.Entries;
import io.berth.inventory.app.library.RunAsAccounts;
import io.berth.inventory.app.library.Secrets;
import io.berth.inventory.domain.EntityKind;
import io.berth.inventory.domain.estate.EstateSection;
import io.berth.inventory.domain.library.SecretField;
import io.berth.inventory.rest.Problems;
import io.berth.inventory.rest.kinds.Kind;
import io.berth.inventory.rest.kinds.KindResource;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;

/** Accounts that work is done as over HTTP. No answer holds a password. */
@Path("/api/v1/run-as-accounts")
public class RunAsAccountsResource
        extends KindResource<RunAsAccountRequest, RunAsAccountState, RunAsAccountRequest.View> {
    private final Secrets secrets;
    private final ObjectMapper json;

    RunAsAccountsResource(
            Entries entries, RunAsAccounts accounts, Secrets secrets, ObjectMapper json) {
        super(
                entries,
                Kind.of(RunAsAccountState.class, RunAsAccountId::new, RunAsAccountRequest.View::of)
                        .wished(
                                RunAsAccountRequest::read,
                                accounts::create,
                                accounts::replace,
                                accounts::remove)
                        .filed(
                                EstateSection.RUN_AS_ACCOUNTS,
                                RunAsAccountRequest.class,
                                RunAsAccountRequest::of)
                        .listed(list ->
                                list.byText("user", "user", RunAsAccountState::user)
                                        .byFlag("passwordSet", "passwordSet")));
        this.secrets = secrets;
        this.json = json;
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

    private static RunAsAccountId addressed(String id) {
        return Problems.addressed(EntityKind.RUN_AS_ACCOUNT, id, RunAsAccountId::new);
    }
}
