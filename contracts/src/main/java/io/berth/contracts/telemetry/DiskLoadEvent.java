package io.berth.contracts.telemetry;

import io.berth.contracts.Event;

/** A record of {@code telemetry.disk-load}, keyed by host. */
public sealed interface DiskLoadEvent extends Event permits DiskLoadReported {}
