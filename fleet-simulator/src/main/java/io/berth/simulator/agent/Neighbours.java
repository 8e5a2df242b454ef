package io.berth.simulator.agent;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.timing.LeaseTimings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which peers the agent has heard from lately, and what of that it has told the monitor. Soft
 * state, for people: no lease and no permission rests on it.
 *
 * <p>Each agent greets the {@value #GREETED} nodes that follow it in the order of ids, the first
 * following the last, at every beat. So each node is heard by three others, whatever the size of
 * the cluster, and a cluster costs three small messages for each beat. A peer counts as heard for
 * three beats: long enough that a lost greeting changes nothing, and short enough that a host that
 * died is no longer said to be heard when the monitor asks, a lease after its last beat.
 */
final class Neighbours {
    /** Greeted by each agent. */
    static final int GREETED = 3;

    private final LeaseTimings timings;
    private final Map<HostId, Duration> heardAt = new TreeMap<>();
    private List<HostId> greeted = List.of();
    private List<HostId> told = List.of();
    private long toldIn;
    private boolean delivered;

    Neighbours(AgentConfig config) {
        timings = config.timings();
        nodes(config);
    }

    /** Takes up another membership: who has left is heard no longer. */
    void nodes(AgentConfig config) {
        List<HostId> ring = List.copyOf(config.nodes());
        int self = ring.indexOf(config.host());
        int number = Math.min(GREETED, ring.size() - 1);
        HostId[] next = new HostId[number];
        for (int i = 0; i < number; i++) {
            next[i] = ring.get((self + 1 + i) % ring.size());
        }
        greeted = List.of(next);
        heardAt.keySet().retainAll(config.nodes());
    }

    /** Whom to greet. */
    List<HostId> greeted() {
        return greeted;
    }

    /** A message of a peer has come. */
    void heard(HostId peer, Duration now) {
        heardAt.put(peer, now);
    }

    /**
     * What a beat says of the peers; null where it need not say anything.
     *
     * @param whole whether it is one of those that say everything
     */
    @Nullable List<HostId> toTell(Duration now, long sequence, boolean whole) {
        if (greeted.isEmpty()) {
            return null;
        }
        Duration since = now.minus(timings.beat().multipliedBy(3));
        heardAt.values().removeIf(at -> at.compareTo(since) < 0);
        List<HostId> heard = List.copyOf(heardAt.keySet());
        if (delivered && !whole && heard.equals(told)) {
            return null;
        }
        told = heard;
        toldIn = sequence;
        delivered = false;
        return heard;
    }

    /** A beat of this life has arrived. */
    void acknowledged(long sequence) {
        delivered |= sequence == toldIn;
    }
}
