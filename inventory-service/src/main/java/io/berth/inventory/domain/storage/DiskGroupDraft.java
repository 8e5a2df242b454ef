package io.berth.inventory.domain.storage;

import io.berth.contracts.ids.ArrayId;
import io.berth.contracts.ids.DiskGroupId;
import io.berth.contracts.ids.MiB;

/** A disk group that is wished for. */
public record DiskGroupDraft(
        DiskGroupId id, ArrayId array, int spindles, MiB rawCapacity, long iopsPerSpindle) {}
