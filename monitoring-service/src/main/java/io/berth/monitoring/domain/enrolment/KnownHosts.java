package io.berth.monitoring.domain.enrolment;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.inventory.HostState;
import io.berth.contracts.inventory.InventoryState;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which hosts the inventory has: nobody else may have a certificate. Soft state, rebuilt from the
 * topic. Safe for several threads.
 */
public final class KnownHosts {
    /** Removed ones that are remembered; what is pushed out is found by its absence. */
    static final int MAX_REMOVED = 10_000;

    private static final String KEY = "host/";

    private final Set<String> known = ConcurrentHashMap.newKeySet();
    private final Map<HostId, Instant> removed = new LinkedHashMap<>();

    /**
     * Takes up the newest state of an entity.
     *
     * @param key of the record, such as {@code host/node-01}
     * @param state null when the entity is gone
     * @param at when it came to be so
     */
    public void changed(String key, @Nullable InventoryState state, Instant at) {
        if (!key.startsWith(KEY)) {
            return;
        }
        String id = key.substring(KEY.length());
        if (state instanceof HostState) {
            known.add(id);
        } else if (state == null && known.remove(id)) {
            synchronized (removed) {
                removed.put(new HostId(id), at);
                if (removed.size() > MAX_REMOVED) {
                    removed.remove(removed.keySet().iterator().next());
                }
            }
        }
    }

    /** Whether the inventory has it. */
    public boolean has(HostId host) {
        return known.contains(host.value());
    }

    /**
     * Those of these hosts that the inventory does not have, and those that it has lost since this
     * was asked last, though a host of the same name may be there again. An inventory without any
     * host is taken for one that was not read, and nobody is missing from it.
     *
     * @param certified the hosts that matter; of others nothing is told
     * @return until when each was gone: what it got later is of its next life
     */
    public Map<HostId, Instant> gone(Collection<HostId> certified, Instant now) {
        Map<HostId, Instant> gone = new LinkedHashMap<>();
        synchronized (removed) {
            for (HostId host : certified) {
                Instant at = removed.get(host);
                if (at != null) {
                    gone.put(host, at);
                }
            }
            removed.clear();
        }
        if (!known.isEmpty()) {
            certified.stream().filter(host -> !has(host)).forEach(host -> gone.put(host, now));
        }
        return gone;
    }
}
