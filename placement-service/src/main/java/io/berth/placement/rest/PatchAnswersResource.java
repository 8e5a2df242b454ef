package io.berth.placement.rest;

import static io.berth.kit.security.Roles.ADMINISTRATOR;
import static io.berth.kit.security.Roles.OPERATOR;
import static io.berth.kit.security.Roles.SERVICE;

import io.berth.contracts.Require;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.OperationId;
import io.berth.contracts.placement.PatchAnswered;
import io.berth.kit.rest.Callers;
import io.berth.kit.rest.Parameters;
import io.berth.kit.rest.Problem;
import io.berth.kit.rest.ProblemException;
import io.berth.kit.rest.Requests;
import io.berth.placement.app.RequestOperations;
import io.berth.placement.domain.operation.PatchRun;
import io.berth.placement.domain.operation.PatchStep;
import io.berth.placement.store.OperationStore;
import io.berth.placement.store.StoredOperation;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The answers of whoever patches. A class of its own, since requests below {@code operations} are
 * looked for in the class with the longest path that matches.
 */
@Path("/api/v1/operations/{id}/hosts/{host}/patched")
@RunOnVirtualThread
public class PatchAnswersResource {
    private final RequestOperations requests;
    private final OperationStore store;

    @Inject
    public PatchAnswersResource(RequestOperations requests, OperationStore store) {
        this.requests = requests;
        this.store = store;
    }

    /**
     * What the patch hook did with a node.
     *
     * @param outcome {@code PATCHED}, {@code FAILED}, {@code SKIP} or {@code WAIT}
     * @param detail for people; absent for none
     */
    public record PatchedRequest(PatchAnswered.@Nullable Outcome outcome, @Nullable String detail) {
        /**
         * @throws IllegalArgumentException when a part is missing or too long
         */
        public PatchedRequest {
            Require.present("outcome", outcome);
            if (detail != null) {
                Require.text("detail", detail, PatchAnswered.MAX_DETAIL);
            }
        }
    }

    /** The answer of the patch hook, or of a person for a node that has stopped. */
    @POST
    @RolesAllowed({OPERATOR, ADMINISTRATOR, SERVICE})
    public Response patched(
            String id,
            String host,
            @Nullable PatchedRequest request,
            @Context SecurityContext caller) {
        PatchedRequest body = Requests.body(request);
        PatchAnswered.Outcome outcome = Require.present("outcome", body.outcome());
        OperationId operation = Parameters.required("id", id, OperationId::new);
        HostId node = Parameters.required("host", host, HostId::new);
        StoredOperation known =
                store.find(operation)
                        .orElseThrow(() -> new ProblemException(Problem.notFound("operation", id)));
        if (known.row().state().over()) {
            throw OperationProblems.over(known);
        }
        PatchRun run = known.row().patch();
        PatchStep step =
                (run == null ? Optional.<PatchStep>empty() : run.step(node))
                        .orElseThrow(() ->
                                new ProblemException(
                                        Problem.notFound("node of operation " + id, host)));
        if (!PatchStep.expects(step.state(), outcome)) {
            throw new ProblemException(
                    Problem.of(
                                    409,
                                    "answer-not-expected",
                                    "The node does not wait for this",
                                    "Node %s is %s; %s means nothing to it now"
                                            .formatted(node, step.state(), outcome))
                            .with("host", node)
                            .with("state", step.state())
                            .with("outcome", outcome)
                            .withHint("A node waits for its hook while it is PATCHING"));
        }
        requests.send(
                new PatchAnswered(
                        known.domain(),
                        operation,
                        node,
                        outcome,
                        body.detail() == null ? "" : body.detail(),
                        Callers.principal(caller)));
        return Response.accepted(OperationView.of(known)).build();
    }
}
