/**
 * Thousands of hosts in one process: a mailbox for each, a few threads for all, one producer and
 * one consumer. What happens to hosts is here; what agents make of it is in {@code agent}.
 */
@NullMarked
package io.berth.simulator.runtime;

import org.jspecify.annotations.NullMarked;
