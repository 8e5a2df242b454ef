package io.berth.inventory.app.estate;

import io.berth.inventory.domain.ReserveOverride;
import io.berth.inventory.domain.estate.Difference;
import io.berth.inventory.store.Register;

/** What the kinds of elements have in common. */
final class Elements {
    private Elements() {}

    /** The reserve fields that something sets itself, as one difference. */
    static Difference reserve(ReserveOverride from, ReserveOverride to) {
        return new Difference("reserve", Register.fields(from), Register.fields(to));
    }
}
