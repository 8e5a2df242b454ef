package io.berth.contracts.placement;

import io.berth.contracts.Require;
import org.jspecify.annotations.Nullable;

/**
 * One reason against a host.
 *
 * @param code stable, for programs: {@code insufficient-memory}
 * @param hard whether no administrator can override it
 * @param required how much the VM needs, in {@code unit}; absent where nothing is counted
 * @param available how much the host has left for it, in {@code unit}; negative when it is already
 *     short
 * @param unit {@code MiB}, {@code percent-of-core}; empty where nothing is counted
 * @param text for people, with the values
 */
public record Refusal(
        String code,
        boolean hard,
        @Nullable Long required,
        @Nullable Long available,
        String unit,
        String text) {
    /**
     * @throws IllegalArgumentException when a part is missing or too long
     */
    public Refusal {
        Require.text("code", code, 64);
        Require.text("unit", unit, 32);
        Require.text("text", text, 512);
    }
}
