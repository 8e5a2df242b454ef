package io.berth.monitoring.domain.fence;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.inventory.Bmc;
import io.berth.contracts.inventory.HostHardware;
import io.berth.contracts.inventory.HostState;
import io.berth.contracts.inventory.InventoryState;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The management controllers of hosts, as inventory has them. Soft state, rebuilt from the topic.
 * Safe for several threads.
 */
public final class BmcBook {
    private final Map<String, Bmc> controllers = new ConcurrentHashMap<>();

    /**
     * Takes up the newest state of an entity.
     *
     * @param key of the record
     * @param state null when the entity is gone
     */
    public void changed(String key, @Nullable InventoryState state) {
        HostHardware hardware = state instanceof HostState host ? host.hardware() : null;
        Bmc bmc = hardware == null ? null : hardware.bmc();
        if (bmc == null) {
            controllers.remove(key);
        } else {
            controllers.put(key, bmc);
        }
    }

    /** The management controller of a host; empty where none is registered. */
    public Optional<Bmc> of(HostId host) {
        return Optional.ofNullable(controllers.get("host/" + host));
    }
}
