package io.berth.placement.app;

import io.berth.contracts.ids.DomainId;
import io.berth.placement.domain.state.DomainState;
import io.berth.placement.store.Fence;

/**
 * A domain in the memory of its owner: the state, the version of the database that it equals, and
 * which descriptions of hosts it has taken over. Used under the decision lock only.
 */
final class LiveDomain {
    private final int partition;
    private final DomainState state;
    private Fence fence;
    private long describedRevision;
    private boolean retriesLeft;

    LiveDomain(int partition, DomainState state, Fence fence, long describedRevision) {
        this.partition = partition;
        this.state = state;
        this.fence = fence;
        this.describedRevision = describedRevision;
    }

    DomainId id() {
        return state.domain();
    }

    int partition() {
        return partition;
    }

    DomainState state() {
        return state;
    }

    Fence fence() {
        return fence;
    }

    /** The transaction that was decided from the last fence has been committed. */
    void committed(Fence next) {
        fence = next;
    }

    long describedRevision() {
        return describedRevision;
    }

    void described(long revision) {
        describedRevision = revision;
    }

    /** Whether the last retry of waiting VMs left some untried. */
    boolean retriesLeft() {
        return retriesLeft;
    }

    void leaveRetries(boolean left) {
        retriesLeft = left;
    }
}
