package io.berth.inventory.domain;

import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.VmSpec;

/**
 * A VM that somebody wishes to have.
 *
 * @param wanted whether it is to run at once
 */
public record VmDraft(VmId id, VmHome home, VmSpec spec, WantedPower wanted) {}
