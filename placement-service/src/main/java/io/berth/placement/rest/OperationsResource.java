package io.berth.placement.rest;

import static io.berth.kit.security.Roles.ADMINISTRATOR;
import static io.berth.kit.security.Roles.OPERATOR;
import static io.berth.kit.security.Roles.SERVICE;
import static io.berth.kit.security.Roles.VIEWER;

import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.OperationId;
import io.berth.contracts.ids.VmId;
import io.berth.kit.rest.Callers;
import io.berth.kit.rest.Page;
import io.berth.kit.rest.PageRequest;
import io.berth.kit.rest.Parameters;
import io.berth.kit.rest.Problem;
import io.berth.kit.rest.ProblemException;
import io.berth.kit.rest.Requests;
import io.berth.placement.app.RequestOperations;
import io.berth.placement.domain.operation.OperationKind;
import io.berth.placement.domain.operation.OperationState;
import io.berth.placement.store.OperationQuery;
import io.berth.placement.store.OperationStore;
import io.berth.placement.store.StoredOperation;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The one list of what operators asked for, with progress, outcome and cancel. */
@Path("/api/v1/operations")
@RunOnVirtualThread
public class OperationsResource {
    private static final String SEPARATOR = " ";

    private final OperationStore store;
    private final RequestOperations requests;

    @Inject
    public OperationsResource(OperationStore store, RequestOperations requests) {
        this.store = store;
        this.requests = requests;
    }

    /**
     * Operations, newest first, without their moves.
     *
     * @param over {@code false} for those that go on
     */
    @GET
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public Page<OperationView> list(
            @QueryParam("domain") @Nullable String domain,
            @QueryParam("kind") @Nullable String kind,
            @QueryParam("state") @Nullable String state,
            @QueryParam("host") @Nullable String host,
            @QueryParam("vm") @Nullable String vm,
            @QueryParam("over") @Nullable Boolean over,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        PageRequest page = PageRequest.of(limit, cursor);
        OperationQuery query =
                new OperationQuery(
                        Parameters.optional("domain", domain, DomainId::new),
                        Parameters.optional("kind", kind, OperationKind::valueOf),
                        Parameters.optional("state", state, OperationState::valueOf),
                        Parameters.optional("host", host, HostId::new),
                        Parameters.optional("vm", vm, VmId::new),
                        over);
        List<OperationView> found =
                store.list(query, after(page.after()), page.fetch()).stream()
                        .map(OperationView::inList)
                        .toList();
        return Page.of(page, found, view -> view.requestedAt() + SEPARATOR + view.id());
    }

    /** One operation with all its VMs. */
    @GET
    @Path("{id}")
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public OperationView get(String id) {
        return OperationView.of(find(id));
    }

    /**
     * Begins nothing more and breaks off what can be. Of an evacuation the host takes VMs again,
     * also when it had ended.
     */
    @POST
    @Path("{id}/cancel")
    @RolesAllowed({OPERATOR, ADMINISTRATOR, SERVICE})
    public Response cancel(String id, @Context SecurityContext caller) {
        StoredOperation operation = find(id);
        if (operation.row().state().over() && !operation.row().closesHost()) {
            throw OperationProblems.over(operation);
        }
        requests.cancel(operation, Callers.principal(caller));
        return Response.accepted(OperationView.of(operation)).build();
    }

    private StoredOperation find(String id) {
        OperationId operation = Parameters.required("id", id, OperationId::new);
        return store.find(operation)
                .orElseThrow(() -> new ProblemException(Problem.notFound("operation", id)));
    }

    private static OperationStore.@Nullable After after(@Nullable String key) {
        if (key == null) {
            return null;
        }
        try {
            int split = key.indexOf(SEPARATOR);
            return new OperationStore.After(
                    Instant.parse(key.substring(0, Math.max(0, split))),
                    new OperationId(key.substring(split + 1)));
        } catch (DateTimeException | IllegalArgumentException e) {
            throw Requests.badCursor();
        }
    }
}
