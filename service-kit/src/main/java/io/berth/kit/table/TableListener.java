package io.berth.kit.table;

import io.berth.contracts.Event;
import io.berth.kit.intake.Position;
import org.jspecify.annotations.Nullable;

/** Is told of each change of a compacted table, in the order of its partition. */
@FunctionalInterface
public interface TableListener<E extends Event> {
    /**
     * Called on the table's own thread. While the table loads, older states of a key may come
     * before the newest; a record may come again after a reconnect.
     *
     * @param event the newest state; null when the key was deleted
     */
    void changed(String key, @Nullable E event, Position position);
}
