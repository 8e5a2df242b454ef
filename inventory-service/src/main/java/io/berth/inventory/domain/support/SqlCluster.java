package io.berth.inventory.domain.support;

import io.berth.contracts.inventory.Hypervisor;

/**
 * A cluster of SQL Server inside guests.
 *
 * @param sqlServer the product
 * @param guestSystem operating system of the guests
 * @param svvpValidated whether the hypervisor is on the list of the Server Virtualization
 *     Validation Program
 * @param componentsCertified whether all hardware and software components are certified
 * @param validation the newest validation run inside the guests
 */
public record SqlCluster(
        String sqlServer,
        String guestSystem,
        Hypervisor hypervisor,
        boolean svvpValidated,
        boolean componentsCertified,
        Validation validation) {
    /** How the newest validation run inside the guests ended. */
    public enum Validation {
        /** Every test passed. */
        PASSED,
        /** A test did not pass. */
        FAILED,
        /** There was none. */
        NOT_RUN
    }
}
