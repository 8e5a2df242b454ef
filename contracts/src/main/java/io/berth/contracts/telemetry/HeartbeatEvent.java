package io.berth.contracts.telemetry;

import io.berth.contracts.Event;

/**
 * A record of {@code telemetry.heartbeats}, keyed by placement domain. Failure detection is a pure
 * fold over these records alone: besides the beats of the hosts it holds everything else that the
 * fold needs to know, written into the same partition by the monitor that owns it.
 */
public sealed interface HeartbeatEvent extends Event
        permits HostBeat, MonitorTick, RosterSet, PowerOffProven, QuarantineLifted, DetectionSet {}
