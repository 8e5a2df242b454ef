package io.berth.monitoring.domain;

import io.berth.contracts.telemetry.HeartbeatEvent;
import org.jspecify.annotations.Nullable;

/** A record of a test's log, with its place. */
record LoggedRecord(LogMark mark, @Nullable HeartbeatEvent event) {}
