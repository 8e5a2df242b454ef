package io.berth.inventory.domain;

import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.VmSpec;

/** A VM that somebody wishes to have. */
public record VmDraft(VmId id, VmHome home, VmSpec spec) {}
