package io.berth.simulator.rest;

import io.berth.simulator.runtime.HostDefinition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Hosts to be simulated. */
public record FleetRequest(@Nullable List<HostDefinition> hosts) {}
