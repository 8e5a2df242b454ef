package io.berth.placement.app;

import io.berth.contracts.Topics;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.OperationId;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.placement.CancelOperationRequested;
import io.berth.contracts.placement.PlacementRequest;
import io.berth.kit.outbox.Outbox;
import io.berth.placement.domain.operation.OperationRow;
import io.berth.placement.store.OperationStore;
import io.berth.placement.store.StoredOperation;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Takes requests for operations at any instance. The request goes to the owner of the domain
 * through the topic of requests, in the transaction that writes it down as pending, so that whoever
 * asked can follow it from the first moment on.
 */
@ApplicationScoped
public class RequestOperations {
    private final OperationStore store;
    private final Outbox outbox;

    @Inject
    public RequestOperations(OperationStore store, Outbox outbox) {
        this.store = store;
        this.outbox = outbox;
    }

    /** What came of a request. */
    public sealed interface Taken {
        /** It is written down, now or by an earlier request with the same key. */
        record Accepted(StoredOperation operation) implements Taken {}

        /** The same person has used the same key for something else. */
        record KeyReused(StoredOperation operation) implements Taken {}
    }

    /**
     * The id of an operation: the same for the same person and key.
     *
     * @param key chosen by who asks; null for an operation of its own
     */
    public static OperationId idFor(Principal by, @Nullable String key) {
        UUID id =
                key == null
                        ? UUID.randomUUID()
                        : UUID.nameUUIDFromBytes((by + " " + key).getBytes(StandardCharsets.UTF_8));
        return new OperationId(id.toString());
    }

    /** What an earlier request with this id had asked for; empty when there was none. */
    public Optional<Taken> repeated(OperationRow asked) {
        return store.find(asked.id())
                .map(known ->
                        known.row().asksTheSameAs(asked)
                                ? new Taken.Accepted(known)
                                : new Taken.KeyReused(known));
    }

    /** Writes a request down and sends it to the owner of the domain. */
    @Transactional
    public StoredOperation take(DomainId domain, OperationRow pending, PlacementRequest request) {
        store.add(domain, pending);
        outbox.put(Topics.PLACEMENT_REQUESTS, request);
        return new StoredOperation(domain, pending);
    }

    /** Sends something said about an operation to the owner of its domain. */
    @Transactional
    public void send(PlacementRequest request) {
        outbox.put(Topics.PLACEMENT_REQUESTS, request);
    }

    /** Asks the owner of the domain to end an operation. */
    @Transactional
    public void cancel(StoredOperation operation, Principal by) {
        outbox.put(
                Topics.PLACEMENT_REQUESTS,
                new CancelOperationRequested(operation.domain(), operation.row().id(), by));
    }
}
