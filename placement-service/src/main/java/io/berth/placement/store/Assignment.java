package io.berth.placement.store;

import io.berth.contracts.ids.DomainId;
import io.berth.placement.domain.vm.VmRow;

/** A VM's row, and the domain that it belongs to. */
public record Assignment(DomainId domain, VmRow row) {}
