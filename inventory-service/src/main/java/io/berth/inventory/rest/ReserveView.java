package io.berth.inventory.rest;

import io.berth.contracts.ids.MiB;
import io.berth.inventory.domain.EffectiveReserve;
import io.berth.inventory.domain.ReserveOrigin;
import io.berth.inventory.domain.ReserveOverride;
import org.jspecify.annotations.Nullable;

/**
 * A host reserve as it holds after inheritance, and what is set here.
 *
 * @param own the fields that this group or host sets itself
 */
record ReserveView(Field cpuPercent, Field memoryMiB, Own own) {
    /** A field as it holds, and who said so. */
    record Field(long value, Origin origin) {}

    /**
     * Who set a field.
     *
     * @param kind {@code host}, {@code host-group}, or {@code none} where nobody on the way up did
     */
    record Origin(String kind, @Nullable String id) {
        static Origin of(ReserveOrigin origin) {
            return switch (origin) {
                case ReserveOrigin.Unset _ -> new Origin("none", null);
                case ReserveOrigin.Group(var group) -> new Origin("host-group", group.value());
                case ReserveOrigin.OfHost(var host) -> new Origin("host", host.value());
            };
        }
    }

    /** The fields that are set here; absent ones are inherited. */
    record Own(@Nullable Integer cpuPercent, @Nullable Long memoryMiB) {}

    static ReserveView of(EffectiveReserve effective, ReserveOverride own) {
        MiB ownMemory = own.memory();
        return new ReserveView(
                new Field(effective.reserve().cpuPercent(), Origin.of(effective.cpuOrigin())),
                new Field(
                        effective.reserve().memory().value(), Origin.of(effective.memoryOrigin())),
                new Own(own.cpuPercent(), ownMemory == null ? null : ownMemory.value()));
    }
}
