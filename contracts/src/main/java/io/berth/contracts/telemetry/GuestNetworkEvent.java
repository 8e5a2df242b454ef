package io.berth.contracts.telemetry;

import io.berth.contracts.Event;

/** A record of {@code telemetry.guest-network}, keyed by host. */
public sealed interface GuestNetworkEvent extends Event permits GuestNetworkReported {}
