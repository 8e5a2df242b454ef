package io.berth.contracts.keyvault;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.RingId;
import java.util.List;

/** Plaintexts were asked for and not given out. */
@EventType("io.berth.keyvault.unprotect-refused.v1")
public record UnprotectRefused(
        RingId ring, List<RecordRef> records, UnprotectRefusal reason, Principal principal)
        implements RingEvent {
    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public UnprotectRefused {
        Require.present("ring", ring);
        records = Require.list("records", records, MAX_RECORDS);
        Require.present("reason", reason);
        Require.present("principal", principal);
    }
}
