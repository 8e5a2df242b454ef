package io.berth.monitoring.domain.tip;

import io.berth.contracts.ids.HostGroupId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.inventory.HostGroupState;
import io.berth.contracts.inventory.HostState;
import io.berth.contracts.inventory.InventoryState;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * In which host groups each host lies. Soft state, rebuilt from {@code inventory.state}. Safe for
 * several threads.
 */
public final class HostGroups {
    private final Map<String, HostState> hosts = new HashMap<>();
    private final Map<String, HostGroupState> groups = new HashMap<>();

    /**
     * Takes up the newest state of an entity.
     *
     * @param key of the record, such as {@code host/node-01}
     * @param state null when the entity is gone
     */
    public synchronized void changed(String key, @Nullable InventoryState state) {
        switch (state) {
            case null -> {
                hosts.remove(key);
                groups.remove(key);
            }
            case HostState host -> hosts.put(key, host);
            case HostGroupState group -> groups.put(key, group);
            case InventoryState _ -> {}
        }
    }

    /** The group of a host and those above it, from the bottom up; none for an unknown host. */
    public synchronized Set<HostGroupId> of(HostId host) {
        Set<HostGroupId> found = new LinkedHashSet<>();
        HostState known = hosts.get("host/" + host);
        HostGroupId next = known == null ? null : known.group();
        while (next != null && found.add(next)) {
            HostGroupState group = groups.get("host-group/" + next);
            next = group == null ? null : group.parent();
        }
        return found;
    }
}
