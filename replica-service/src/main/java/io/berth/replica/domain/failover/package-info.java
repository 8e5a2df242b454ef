/**
 * How a VM goes to its replica, and back: rules over placement's requests. Pure functions over
 * immutable values; time comes in as an argument.
 */
@NullMarked
package io.berth.replica.domain.failover;

import org.jspecify.annotations.NullMarked;
