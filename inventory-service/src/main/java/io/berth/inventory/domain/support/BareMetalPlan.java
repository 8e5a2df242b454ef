package io.berth.inventory.domain.support;

import io.berth.contracts.inventory.GuestArchitecture;
import org.jspecify.annotations.Nullable;

/**
 * What there is for deploying a host on bare metal. An absent part is missing.
 *
 * @param bmcProtocol in words
 */
public record BareMetalPlan(
        @Nullable PxeProvider pxeProvider,
        @Nullable String bmcProtocol,
        @Nullable Image image,
        @Nullable Driver nicDriver,
        @Nullable Driver storageDriver) {
    /**
     * What starts machines over the network.
     *
     * @param system the operating system that it runs on
     */
    public record PxeProvider(String name, @Nullable String system) {}

    /**
     * The operating system of the host to be.
     *
     * @param generalised whether names and identities were taken out of it (sysprep)
     */
    public record Image(
            @Nullable String format, @Nullable Boolean generalised, @Nullable String system) {}

    /**
     * A driver.
     *
     * @param system for which operating system
     */
    public record Driver(
            String name, @Nullable String system, @Nullable GuestArchitecture architecture) {}
}
