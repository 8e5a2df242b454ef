package io.berth.placement.store;

import io.berth.contracts.ids.DomainId;
import io.berth.placement.domain.operation.OperationRow;

/** An operation's row, and the domain that it belongs to. */
public record StoredOperation(DomainId domain, OperationRow row) {}
