package io.berth.contracts.alerts;

import io.berth.contracts.Event;

/** A record of the compacted topic {@code monitoring.alerts}, keyed by fingerprint. */
public sealed interface AlertEvent extends Event permits AlertState {}
