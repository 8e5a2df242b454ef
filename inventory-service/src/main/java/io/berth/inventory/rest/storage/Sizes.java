package io.berth.inventory.rest.storage;

import io.berth.contracts.ids.MiB;
import io.berth.kit.rest.Fields;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Sizes in requests. */
final class Sizes {
    private Sizes() {}

    /** A size above nothing. */
    static Supplier<MiB> mib(String field, @Nullable Long value, Fields fields) {
        return fields.read(
                field,
                value,
                number -> {
                    if (number < 1) {
                        throw new IllegalArgumentException(
                                field + " is " + number + "; allowed is 1 to " + (1L << 40));
                    }
                    return new MiB(number);
                });
    }
}
