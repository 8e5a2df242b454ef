package io.berth.contracts.monitoring;

import io.berth.contracts.Event;

/** A record of the compacted topic {@code monitoring.host-load}, keyed by host. */
public sealed interface HostLoadEvent extends Event permits HostLoadMeasured {}
