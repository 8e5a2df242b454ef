package io.berth.inventory.domain.support;

import io.berth.inventory.rulebook.Rulebook;
import java.util.Optional;

/** The packaged rules. */
final class Rules {
    private static final Rulebook PACKAGED = Rulebook.load(Optional.empty());

    private Rules() {}

    static <T> T of(Class<T> type) {
        return PACKAGED.read(type);
    }
}
