package io.berth.inventory.domain.storage;

import io.berth.contracts.ids.MiB;

/** Numbers as people read them. */
final class Figures {
    private static final long MIB_PER_GIB = 1024;

    private Figures() {}

    /** {@code 1 host}, {@code 2 hosts}. */
    static String of(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    /** In GiB where that is exact, else in MiB. */
    static String size(MiB size) {
        return size.value() % MIB_PER_GIB == 0
                ? size.value() / MIB_PER_GIB + " GiB"
                : size.value() + " MiB";
    }
}
