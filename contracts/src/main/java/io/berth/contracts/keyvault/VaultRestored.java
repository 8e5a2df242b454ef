package io.berth.contracts.keyvault;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.Principal;
import java.time.Instant;

/**
 * An empty installation has become this vault again, as a backup held it. Entries of the audit
 * trail after {@code lastEntry} were lost with the database; those up to {@code continuedFrom} were
 * told to the topic, and the trail goes on after them.
 *
 * @param backup which one
 * @param takenAt what was done to keys after that is lost
 * @param lastEntry the newest entry of the trail when the backup was taken
 * @param continuedFrom the entry after which the trail goes on: this event is the next one
 * @param rings how many came back, each with a new key that protects from now on
 * @param keys how many wrapped keys came back
 */
@EventType("io.berth.keyvault.vault-restored.v1")
public record VaultRestored(
        String vault,
        String backup,
        Instant takenAt,
        long lastEntry,
        long continuedFrom,
        long rings,
        long keys,
        Principal principal)
        implements VaultEvent {
    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public VaultRestored {
        Require.text("vault", vault, MAX_VAULT);
        Require.text("backup", backup, BackupMade.MAX_BACKUP);
        Require.present("takenAt", takenAt);
        Require.range("lastEntry", lastEntry, 0, Long.MAX_VALUE);
        Require.range("continuedFrom", continuedFrom, 0, Long.MAX_VALUE);
        Require.range("rings", rings, 0, Long.MAX_VALUE);
        Require.range("keys", keys, 0, Long.MAX_VALUE);
        Require.present("principal", principal);
    }
}
