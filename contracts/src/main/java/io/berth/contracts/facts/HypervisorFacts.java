package io.berth.contracts.facts;

import io.berth.contracts.Require;
import io.berth.contracts.inventory.HypervisorKind;
import org.jspecify.annotations.Nullable;

/**
 * The hypervisor of a host.
 *
 * @param integrationServices version of the integration services that it offers to guests; absent
 *     where it could not be found out
 */
public record HypervisorFacts(HypervisorKind kind, @Nullable String integrationServices) {
    /** Longest version, in UTF-16 code units. */
    public static final int MAX_VERSION = 64;

    /**
     * @throws IllegalArgumentException when a part is missing or too long
     */
    public HypervisorFacts {
        Require.present("hypervisor.kind", kind);
        Require.optionalText("hypervisor.integrationServices", integrationServices, MAX_VERSION);
    }
}
