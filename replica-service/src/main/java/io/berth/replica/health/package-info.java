/** Readiness and liveness of the scheduler, by its progress. */
@NullMarked
package io.berth.replica.health;

import org.jspecify.annotations.NullMarked;
