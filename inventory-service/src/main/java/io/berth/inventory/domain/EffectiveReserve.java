package io.berth.inventory.domain;

import io.berth.contracts.ids.MiB;
import io.berth.contracts.inventory.HostReserve;

/**
 * What a host's own operating system keeps after inheritance, and for each field who said so.
 *
 * <p>Fields are inherited one by one: a group that sets only memory leaves the CPU percentage of
 * its parent in force.
 */
public record EffectiveReserve(
        HostReserve reserve, ReserveOrigin cpuOrigin, ReserveOrigin memoryOrigin) {
    /** Above the topmost group: nothing is kept. */
    public static final EffectiveReserve UNSET =
            new EffectiveReserve(
                    HostReserve.NONE, new ReserveOrigin.Unset(), new ReserveOrigin.Unset());

    /** One level further down: the fields that are set there replace those from above. */
    public EffectiveReserve overriddenBy(ReserveOverride override, ReserveOrigin origin) {
        Integer cpuPercent = override.cpuPercent();
        MiB memory = override.memory();
        return new EffectiveReserve(
                new HostReserve(
                        cpuPercent == null ? reserve.cpuPercent() : cpuPercent,
                        memory == null ? reserve.memory() : memory),
                cpuPercent == null ? cpuOrigin : origin,
                memory == null ? memoryOrigin : origin);
    }
}
