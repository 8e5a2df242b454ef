package io.berth.inventory.rest;

import static io.berth.kit.security.Roles.ADMINISTRATOR;
import static io.berth.kit.security.Roles.OPERATOR;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.berth.contracts.ids.HostId;
import io.berth.inventory.app.Credentials;
import io.berth.inventory.domain.CredentialKind;
import io.berth.inventory.domain.CredentialRefusal;
import io.berth.inventory.domain.EntityKind;
import io.berth.inventory.rest.CredentialView.CheckView;
import io.berth.kit.rest.Callers;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.Arrays;
import java.util.List;

/** Credentials of hosts and their management controllers over HTTP. No answer holds a password. */
@Path("/api/v1/hosts/{id}/credentials")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class HostCredentialsResource {
    private final Credentials credentials;
    private final ObjectMapper json;

    HostCredentialsResource(Credentials credentials, ObjectMapper json) {
        this.credentials = credentials;
        this.json = json;
    }

    /** Sets a credential, in the place of the one before. */
    @PUT
    @Path("{kind}")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(ADMINISTRATOR)
    public CredentialView set(
            @PathParam("id") String id,
            @PathParam("kind") String kind,
            @Context SecurityContext context,
            byte[] body) {
        HostId host = host(id);
        CredentialKind ofKind = kind(kind);
        CredentialRequest.Read read = CredentialRequest.read(body, json);
        try {
            return CredentialView.of(
                    Problems.acceptedOrThrow(
                            credentials.set(
                                    host,
                                    ofKind,
                                    read.user(),
                                    read.password(),
                                    Callers.principal(context))));
        } finally {
            Arrays.fill(read.password(), (byte) 0);
        }
    }

    /** All credentials of a host; at most one of each kind. */
    @GET
    @RolesAllowed({OPERATOR, ADMINISTRATOR})
    public List<CredentialView> list(@PathParam("id") String id) {
        return Problems.acceptedOrThrow(credentials.of(host(id))).stream()
                .map(CredentialView::of)
                .toList();
    }

    @GET
    @Path("{kind}")
    @RolesAllowed({OPERATOR, ADMINISTRATOR})
    public CredentialView get(@PathParam("id") String id, @PathParam("kind") String kind) {
        return CredentialView.of(Problems.acceptedOrThrow(credentials.find(host(id), kind(kind))));
    }

    @DELETE
    @Path("{kind}")
    @RolesAllowed(ADMINISTRATOR)
    public Response remove(@PathParam("id") String id, @PathParam("kind") String kind) {
        Problems.acceptedOrThrow(credentials.remove(host(id), kind(kind)));
        return Response.noContent().build();
    }

    /** Has the key vault open a credential and says whether it does. */
    @POST
    @Path("{kind}/check")
    @RolesAllowed(ADMINISTRATOR)
    public CheckView check(@PathParam("id") String id, @PathParam("kind") String kind) {
        return CheckView.of(Problems.acceptedOrThrow(credentials.check(host(id), kind(kind))));
    }

    private static HostId host(String id) {
        return Problems.addressed(EntityKind.HOST, id, HostId::new);
    }

    private static CredentialKind kind(String label) {
        return CredentialKind.of(label)
                .orElseThrow(() -> Problems.of(new CredentialRefusal.UnknownCredentialKind(label)));
    }
}
