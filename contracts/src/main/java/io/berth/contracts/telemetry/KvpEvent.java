package io.berth.contracts.telemetry;

import io.berth.contracts.Event;

/** A record of {@code telemetry.kvp}, keyed by VM. */
public sealed interface KvpEvent extends Event permits KvpReported {}
