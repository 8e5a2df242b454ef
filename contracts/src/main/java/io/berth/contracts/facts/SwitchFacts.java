package io.berth.contracts.facts;

import io.berth.contracts.Require;
import io.berth.contracts.inventory.NetworkAdapter;
import org.jspecify.annotations.Nullable;

/**
 * A virtual switch as the hypervisor has it; which logical networks it carries is inventory's to
 * say.
 *
 * @param adapter the physical adapter that it stands on; absent for an internal one
 */
public record SwitchFacts(String name, @Nullable String adapter) {
    /**
     * @throws IllegalArgumentException when a part is missing or too long
     */
    public SwitchFacts {
        Require.text("switch.name", name, NetworkAdapter.MAX_NAME);
        Require.optionalText("switch.adapter", adapter, NetworkAdapter.MAX_NAME);
    }
}
