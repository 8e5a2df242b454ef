package io.berth.placement.rest;

import io.berth.contracts.Require;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.OperationId;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.placement.PlacementRequest;
import io.berth.kit.rest.Parameters;
import io.berth.placement.app.RequestOperations;
import io.berth.placement.app.RequestOperations.Taken;
import io.berth.placement.domain.operation.OperationRow;
import io.berth.placement.store.StoredOperation;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What all requests for operations have in common: the caller's key, and how they are answered. */
@ApplicationScoped
public class RequestedOperations {
    /** Longest key of a caller, in UTF-16 code units. */
    private static final int MAX_KEY = 128;

    private final RequestOperations requests;

    @Inject
    public RequestedOperations(RequestOperations requests) {
        this.requests = requests;
    }

    /** The operation that a caller means by a key; a new one without a key. */
    static OperationId id(Principal by, @Nullable String key) {
        String checked =
                Parameters.optional(
                        "Idempotency-Key", key, text -> Require.text("the key", text, MAX_KEY));
        return RequestOperations.idFor(by, checked);
    }

    /** The answer to a request that was made before with the same key. */
    Optional<Response> earlier(DomainId domain, OperationRow pending) {
        return requests.repeated(pending)
                .map(taken ->
                        switch (taken) {
                            case Taken.Accepted(StoredOperation known) -> {
                                if (!known.domain().equals(domain)) {
                                    throw OperationProblems.keyReused(known);
                                }
                                yield accepted(known);
                            }
                            case Taken.KeyReused(StoredOperation known) ->
                                    throw OperationProblems.keyReused(known);
                        });
    }

    /** Takes a request and tells where its operation can be followed. */
    Response take(DomainId domain, OperationRow pending, PlacementRequest asked) {
        try {
            return accepted(requests.take(domain, pending, asked));
        } catch (RuntimeException e) {
            // Of two requests with one key at the same moment the other may have come first.
            return earlier(domain, pending).orElseThrow(() -> e);
        }
    }

    private static Response accepted(StoredOperation operation) {
        return Response.accepted(OperationView.of(operation))
                .location(URI.create("/api/v1/operations/" + operation.row().id()))
                .build();
    }
}
