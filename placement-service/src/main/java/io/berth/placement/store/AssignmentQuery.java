package io.berth.placement.store;

import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.placement.AssignmentState;
import org.jspecify.annotations.Nullable;

/** Which assignments are asked for; an absent part matches all. */
public record AssignmentQuery(
        @Nullable DomainId domain, @Nullable HostId host, @Nullable AssignmentState state) {}
