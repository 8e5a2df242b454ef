package io.berth.placement.store;

import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import io.berth.placement.domain.operation.OperationKind;
import io.berth.placement.domain.operation.OperationState;
import org.jspecify.annotations.Nullable;

/**
 * Which operations are asked for; an absent part matches all.
 *
 * @param vm of the kinds that concern one VM
 * @param over whether nothing will change any more
 */
public record OperationQuery(
        @Nullable DomainId domain,
        @Nullable OperationKind kind,
        @Nullable OperationState state,
        @Nullable HostId host,
        @Nullable VmId vm,
        @Nullable Boolean over) {}
