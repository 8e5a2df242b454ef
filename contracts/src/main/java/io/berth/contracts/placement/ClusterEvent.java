package io.berth.contracts.placement;

import io.berth.contracts.Event;

/** A record of the compacted topic {@code placement.clusters}, keyed by cluster. */
public sealed interface ClusterEvent extends Event permits ClusterReserveJudged {}
