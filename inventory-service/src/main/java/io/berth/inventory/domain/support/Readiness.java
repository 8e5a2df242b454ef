package io.berth.inventory.domain.support;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether a host can be deployed on bare metal. */
public record Readiness(boolean ready, List<Item> items) {
    /** How an item stands. */
    public enum Status {
        /** It is there and as it must be. */
        PRESENT,
        /** It is not there. */
        MISSING,
        /** It is there and not as it must be. */
        WRONG
    }

    /**
     * One thing that deployment needs.
     *
     * @param item stable, for programs
     * @param found absent where there is nothing
     * @param wanted what deployment needs
     * @param action what to do; absent where nothing is to be done
     */
    public record Item(
            String item,
            Status status,
            @Nullable String found,
            String wanted,
            @Nullable String action) {}

    /** Copies the list. */
    public Readiness {
        items = List.copyOf(items);
    }

    static Readiness of(List<Item> items) {
        return new Readiness(
                items.stream().allMatch(item -> item.status() == Status.PRESENT), items);
    }
}
