package io.berth.inventory.domain.storage;

import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.CsvId;
import io.berth.contracts.ids.LunId;
import io.berth.contracts.ids.MiB;
import org.jspecify.annotations.Nullable;

/**
 * A cluster shared volume that is wished for.
 *
 * @param capacity absent: the whole LUN
 * @param iops absent where it is not known
 * @param backupPolicy absent where VMs of any one policy may lie on it
 */
public record CsvDraft(
        CsvId id,
        LunId lun,
        ClusterId cluster,
        @Nullable MiB capacity,
        @Nullable Long iops,
        @Nullable String backupPolicy) {}
