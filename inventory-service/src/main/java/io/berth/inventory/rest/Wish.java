package io.berth.inventory.rest;

import io.berth.contracts.inventory.InventoryState;
import io.berth.kit.rest.Fields;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An entity as a request wishes it, read but not yet checked.
 *
 * @param wished the entity at a revision; to be asked only after the fields were checked
 */
public record Wish<I, S extends InventoryState>(Supplier<I> id, LongFunction<S> wished) {
    /**
     * The id of the entity: that of the path, or that of the body where something new is made.
     *
     * @param addressed null where the body names it
     */
    public static <I> Supplier<I> id(
            @Nullable String text, @Nullable I addressed, Function<String, I> make, Fields fields) {
        if (addressed == null) {
            return fields.read("id", text, make);
        }
        return text == null || text.equals(addressed.toString())
                ? () -> addressed
                : fields.fault("id", "id is " + text + ", but the path names " + addressed);
    }
}
