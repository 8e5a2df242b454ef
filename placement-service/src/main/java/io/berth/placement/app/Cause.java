package io.berth.placement.app;

import io.berth.placement.domain.policy.Moment;
import io.berth.placement.store.Origin;

/** What a decision came from: enough to make it again. */
record Cause(Origin origin, Moment moment) {}
