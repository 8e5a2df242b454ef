package io.berth.kit.outbox;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rows that this instance has just committed, handed to its relay so that it need not read them
 * back. Soft state: which rows are to be published, and in what order, the table says; a row that
 * is not here is read from there.
 *
 * <p>Nothing waits for room: what does not fit is left out. The relay takes out what it publishes,
 * and forgets the rest whenever the table has nothing for it, since that was published from the
 * table.
 */
@ApplicationScoped
public class FreshRows {
    /** Payload bytes that are held at most; twice what one round of the relay publishes. */
    static final long MAX_BYTES = 16L * 1024 * 1024;

    private final Map<Long, OutboxRow> rows = new HashMap<>();
    private long bytes;
    private boolean wanted;

    /** Whether a relay of this instance publishes; nothing is held while none does. */
    synchronized void want(boolean now) {
        wanted = now;
        forget();
    }

    /**
     * Takes rows that have been committed, as far as there is room.
     *
     * @param ids of the rows, in their order
     */
    synchronized void add(List<Long> ids, List<OutboxRow> committed) {
        for (int i = 0; wanted && i < ids.size() && bytes < MAX_BYTES; i++) {
            OutboxRow row = committed.get(i);
            if (rows.put(ids.get(i), row) == null) {
                bytes += row.size();
            }
        }
    }

    /** Takes a row out; null when it is not here. */
    synchronized @Nullable OutboxRow take(long id) {
        OutboxRow row = rows.remove(id);
        bytes -= row == null ? 0 : row.size();
        return row;
    }

    synchronized void forget() {
        rows.clear();
        bytes = 0;
    }
}
