package io.berth.inventory.domain.storage;

import io.berth.contracts.ids.DiskGroupId;
import io.berth.contracts.ids.LunId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.inventory.RaidLevel;

/** A LUN that is wished for. */
public record LunDraft(LunId id, DiskGroupId diskGroup, RaidLevel raidLevel, MiB size) {}
