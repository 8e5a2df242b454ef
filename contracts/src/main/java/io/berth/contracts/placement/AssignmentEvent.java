package io.berth.contracts.placement;

import io.berth.contracts.Event;

/** A record of the compacted topic {@code placement.assignments}, keyed by VM. */
public sealed interface AssignmentEvent extends Event permits VmAssignment {}
