package io.berth.contracts.keyvault;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.KeyVersion;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.RingId;
import java.util.List;

/** Plaintexts were taken in and ciphertexts given out. */
@EventType("io.berth.keyvault.records-protected.v1")
public record RecordsProtected(
        RingId ring, KeyVersion version, List<RecordRef> records, Principal principal)
        implements RingEvent {
    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public RecordsProtected {
        Require.present("ring", ring);
        Require.present("version", version);
        records = Require.list("records", records, MAX_RECORDS);
        Require.present("principal", principal);
    }
}
