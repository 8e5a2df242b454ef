package io.berth.inventory.domain;

import io.berth.contracts.ids.MiB;
import io.berth.contracts.inventory.HostReserve;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a host's own operating system keeps after inheritance, and for each field who said so.
 *
 * <p>Fields are inherited one by one: a group that sets only memory leaves the CPU percentage of
 * its parent in force.
 *
 * @param fields those that somebody sets; of the others nothing is kept
 */
public record EffectiveReserve(Map<ReserveField, Held> fields) {
    /** Above the topmost group: nothing is kept. */
    public static final EffectiveReserve UNSET = new EffectiveReserve(Map.of());

    /** A value and who set it. */
    public record Held(long value, ReserveOrigin origin) {}

    /** Copies the map. */
    public EffectiveReserve {
        Map<ReserveField, Held> copy = new EnumMap<>(ReserveField.class);
        copy.putAll(fields);
        fields = Collections.unmodifiableMap(copy);
    }

    /** One level further down: the fields that are set there replace those from above. */
    public EffectiveReserve overriddenBy(ReserveOverride override, ReserveOrigin origin) {
        Map<ReserveField, Held> below = new EnumMap<>(ReserveField.class);
        below.putAll(fields);
        override.fields().forEach((field, value) -> below.put(field, new Held(value, origin)));
        return new EffectiveReserve(below);
    }

    /** What is kept of a field; 0 where nobody sets it. */
    public long value(ReserveField field) {
        Held held = fields.get(field);
        return held == null ? 0 : held.value();
    }

    /** Who says so. */
    public ReserveOrigin origin(ReserveField field) {
        Held held = fields.get(field);
        return held == null ? new ReserveOrigin.Unset() : held.origin();
    }

    /** What the other services are told. */
    public HostReserve reserve() {
        Long disk = set(ReserveField.DISK_MIB);
        return new HostReserve(
                Math.toIntExact(value(ReserveField.CPU_PERCENT)),
                new MiB(value(ReserveField.MEMORY_MIB)),
                disk == null ? null : new MiB(disk),
                set(ReserveField.DISK_IOPS),
                set(ReserveField.NETWORK_PERCENT));
    }

    private @Nullable Long set(ReserveField field) {
        Held held = fields.get(field);
        return held == null ? null : held.value();
    }
}
