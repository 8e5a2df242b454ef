package io.berth.monitoring.domain.guest;

import io.berth.contracts.guests.GuestEvent;
import io.berth.contracts.ids.HostId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What became known of guests and is not saved yet: at most one table of each host, however often
 * it changes. Not safe for several threads.
 */
public final class GuestFindings {
    private final List<GuestEvent> facts = new ArrayList<>();
    private final Map<HostId, GuestTable> tables = new LinkedHashMap<>();
    private long untracked;

    /** Facts in the order found. */
    public List<GuestEvent> facts() {
        return facts;
    }

    /** The newest table of each host whose table has changed. */
    public Collection<GuestTable> tables() {
        return tables.values();
    }

    /** How many silent guests were not followed because too many are silent. */
    public long untracked() {
        return untracked;
    }

    void found(GuestEvent fact) {
        facts.add(fact);
    }

    void table(GuestTable table) {
        tables.put(table.host(), table);
    }

    void leftOut() {
        untracked++;
    }

    /** Forgets what has been saved. */
    public void clear() {
        facts.clear();
        tables.clear();
        untracked = 0;
    }
}
