package io.berth.inventory.rest.support;

import io.berth.contracts.inventory.Hypervisor;
import io.berth.kit.rest.Fields;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Texts of questions to the rulebook, none longer than what a hypervisor may state. */
final class Texts {
    private Texts() {}

    /** A text that must be there. */
    static Supplier<String> required(String field, @Nullable String text, Fields fields) {
        return fields.read(field, text, given -> checked(field, given));
    }

    /** A text that may be left out, but not blank. */
    static void optional(String field, @Nullable String text, Fields fields) {
        if (text != null) {
            fields.read(field, text, given -> checked(field, given));
        }
    }

    private static String checked(String field, String text) {
        return io.berth.inventory.rest.Texts.named(field, text, Hypervisor.MAX_TEXT);
    }
}
