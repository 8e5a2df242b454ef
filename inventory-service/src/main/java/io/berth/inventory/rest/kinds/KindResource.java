package io.berth.inventory.rest.kinds;

import static io.berth.kit.security.Roles.ADMINISTRATOR;
import static io.berth.kit.security.Roles.OPERATOR;
import static io.berth.kit.security.Roles.SERVICE;
import static io.berth.kit.security.Roles.VIEWER;

import io.berth.contracts.inventory.InventoryState;
import io.berth.inventory.app.Entries;
import io.berth.inventory.app.Wished;
import io.berth.inventory.domain.Revision;
import io.berth.inventory.rest.Answers;
import io.berth.inventory.rest.IfMatch;
import io.berth.inventory.rest.Problems;
import io.berth.kit.rest.Fields;
import io.berth.kit.rest.Page;
import io.berth.kit.rest.Requests;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.jspecify.annotations.Nullable;

/**
 * What can be done over HTTP with every kind that lives in the register alone: administrators
 * create, replace and remove, everybody with a role of people or services reads and lists. The
 * resource of a kind names its path and its {@link Kind}, and adds what only that kind can do.
 */
@RunOnVirtualThread
public abstract class KindResource<B, S extends InventoryState, V> {
    private final Entries entries;
    private final Kind<B, S, V> kind;

    protected KindResource(Entries entries, Kind<B, S, V> kind) {
        this.entries = entries;
        this.kind = kind;
    }

    /** Makes something new under an id that is free. */
    @POST
    @RolesAllowed(ADMINISTRATOR)
    public Response create(@Context UriInfo uri, @Nullable B request) {
        Fields fields = new Fields();
        Wished<S> wished = kind.read(Requests.body(request), null, fields);
        fields.check();
        S made = Problems.acceptedOrThrow(wished.create());
        String path = uri.getPath();
        return Answers.created(
                (path.endsWith("/") ? path : path + "/") + wished.id(),
                new Revision(made.revision()),
                kind.view(made));
    }

    /** All, or those that the parameters name, in the order asked for. */
    @GET
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public Page<V> list(
            @QueryParam("sort") @Nullable String sort,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor,
            @Context UriInfo uri) {
        var asked = kind.listing().read(limit, cursor, sort, uri.getQueryParameters());
        return asked.page(entries.list(kind.type(), asked.query())).map(kind::item);
    }

    /** One by its id. */
    @GET
    @Path("{id}")
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public Response get(@PathParam("id") String id) {
        return answer(found(id));
    }

    /** Takes the place of what is there, whole. */
    @PUT
    @Path("{id}")
    @RolesAllowed(ADMINISTRATOR)
    public Response replace(
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @Nullable B request) {
        Fields fields = new Fields();
        Wished<S> wished = kind.read(Requests.body(request), id, fields);
        fields.check();
        return answer(Problems.acceptedOrThrow(wished.replace(IfMatch.revision(ifMatch))));
    }

    /** Removes what nothing refers to. */
    @DELETE
    @Path("{id}")
    @RolesAllowed(ADMINISTRATOR)
    public Response remove(
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        Problems.acceptedOrThrow(kind.remove(id, IfMatch.revision(ifMatch)));
        return Response.noContent().build();
    }

    Kind<B, S, V> kind() {
        return kind;
    }

    /** What the path addresses; 404 where it is not there. */
    protected final S found(String id) {
        return entries.find(kind.type(), kind.addressed(id))
                .orElseThrow(() -> Problems.notFound(kind.entityKind(), id));
    }

    /** 200 with a state and its entity tag. */
    protected final Response answer(S state) {
        return Answers.ok(new Revision(state.revision()), kind.view(state));
    }
}
