/** Readiness and liveness that look at progress. */
@NullMarked
package io.berth.kit.health;

import org.jspecify.annotations.NullMarked;
