package io.berth.contracts.keyvault;

import io.berth.contracts.ids.RingId;

/** What concerns one ring. */
public sealed interface RingEvent extends KeyAuditEvent
        permits RingCreated,
                RingChanged,
                KeyRotated,
                KeyDisabled,
                KeyEnabled,
                KeyDestructionScheduled,
                KeyDestructionCancelled,
                KeyDestroyed,
                KeyMoved,
                KeyBackupTaken,
                KeyBackupOverdue,
                CensusReported,
                CensusHolderRemoved,
                RecordsProtected,
                RecordsUnprotected,
                RecordsRewrapped,
                UnprotectRefused {
    /** The ring that it concerns. */
    RingId ring();

    @Override
    default String partitionKey() {
        return ring().value();
    }
}
