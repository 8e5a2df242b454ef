package io.berth.placement.app;

import io.berth.contracts.ids.OperationId;
import io.berth.placement.store.OperationStore;
import io.berth.placement.store.StoredOperation;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Tells whoever follows operations how far they are. One look at the database serves all followers
 * of this instance, whoever owns the domains: first the versions of the rows, then those rows that
 * have changed. Soft state: whoever loses its stream asks again, and is first told how it is now.
 */
@ApplicationScoped
public class OperationStreams {
    private static final Logger LOG = Logger.getLogger(OperationStreams.class);

    private final OperationStore store;
    private final OperationSettings settings;
    private final Map<Follower, Followed> followers = new ConcurrentHashMap<>();
    private long turns;

    /** Somebody who follows an operation; safe for several threads. */
    public interface Follower {
        /** The operation is now like this. */
        void changed(StoredOperation operation, long version);

        /** Nothing has changed for a while; the stream stands. */
        void alive();

        /** Nothing more will come: the operation is over, or nobody knows it any longer. */
        void end();
    }

    /** What a follower has been told; used by the turns alone. */
    private static final class Followed {
        private final OperationId operation;
        private long version = -1;

        Followed(OperationId operation) {
            this.operation = operation;
        }
    }

    @Inject
    public OperationStreams(OperationStore store, OperationSettings settings) {
        this.store = store;
        this.settings = settings;
    }

    /** Follows an operation; false when this instance serves as many followers as it may. */
    public synchronized boolean follow(OperationId operation, Follower follower) {
        if (followers.size() >= settings.maxStreams()) {
            return false;
        }
        followers.put(follower, new Followed(operation));
        return true;
    }

    /** The follower has gone. */
    public void leave(Follower follower) {
        followers.remove(follower);
    }

    /** How many follow at this instance. */
    public int followers() {
        return followers.size();
    }

    /** Tells all followers what has changed since the last turn. */
    @Scheduled(
            every = "${berth.operations.progress-interval:1s}",
            concurrentExecution = ConcurrentExecution.SKIP)
    public void look() {
        if (followers.isEmpty()) {
            return;
        }
        turns++;
        try {
            tell();
        } catch (RuntimeException e) {
            LOG.warnf("progress of operations waits for the next turn: %s", e);
        }
    }

    private void tell() {
        boolean beat = turns % settings.aliveEvery() == 0;
        Map<Follower, Followed> now = Map.copyOf(followers);
        Set<OperationId> ids =
                now.values().stream().map(each -> each.operation).collect(Collectors.toSet());
        Map<OperationId, Long> versions = store.versions(ids);
        Map<OperationId, StoredOperation> read = new HashMap<>();
        now.forEach((follower, followed) -> {
            Long version = versions.get(followed.operation);
            if (Objects.equals(version, followed.version)) {
                if (beat) {
                    follower.alive();
                }
                return;
            }
            StoredOperation operation =
                    version == null
                            ? null
                            : read.computeIfAbsent(
                                    followed.operation, id -> store.find(id).orElse(null));
            told(follower, followed, operation, version);
        });
    }

    private void told(
            Follower follower,
            Followed followed,
            @Nullable StoredOperation operation,
            @Nullable Long version) {
        boolean over = operation == null || operation.row().state().over();
        if (operation != null && version != null) {
            followed.version = version;
            follower.changed(operation, version);
        }
        if (over) {
            leave(follower);
            follower.end();
        }
    }
}
