package io.berth.contracts.keyvault;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.RingId;
import java.util.List;

/** Plaintexts were given out. */
@EventType("io.berth.keyvault.records-unprotected.v1")
public record RecordsUnprotected(RingId ring, List<RecordRef> records, Principal principal)
        implements RingEvent {
    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public RecordsUnprotected {
        Require.present("ring", ring);
        records = Require.list("records", records, MAX_RECORDS);
        Require.present("principal", principal);
    }
}
