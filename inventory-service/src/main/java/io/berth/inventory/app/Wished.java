package io.berth.inventory.app;

import io.berth.contracts.inventory.InventoryState;
import io.berth.inventory.domain.Revision;
import io.berth.inventory.domain.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * An entity as somebody wishes it, with the use cases of its kind: whoever takes it, a request or a
 * file, need not know which those are.
 */
public interface Wished<S extends InventoryState> {
    /** Its id. */
    String id();

    /** Makes it new. */
    Verdict<S> create();

    /** Puts it in the place of what is there; {@code expected} is null for any revision. */
    Verdict<S> replace(@Nullable Revision expected);
}
