package io.berth.contracts.inventory;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.ArrayId;
import io.berth.contracts.ids.DiskGroupId;
import io.berth.contracts.ids.LunId;
import io.berth.contracts.ids.MiB;

/**
 * A logical unit of an array. It spans every spindle of its disk group.
 *
 * @param array the one of its disk group
 * @param size as hosts see it
 */
@EventType("io.berth.inventory.lun-state.v1")
public record LunState(
        LunId lun,
        DiskGroupId diskGroup,
        ArrayId array,
        RaidLevel raidLevel,
        MiB size,
        long revision)
        implements FabricState {
    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public LunState {
        Require.present("lun", lun);
        Require.present("diskGroup", diskGroup);
        Require.present("array", array);
        Require.present("raidLevel", raidLevel);
        Require.present("size", size);
        Require.range("revision", revision, 0, Long.MAX_VALUE);
    }

    @Override
    public String partitionKey() {
        return "lun/" + lun;
    }
}
