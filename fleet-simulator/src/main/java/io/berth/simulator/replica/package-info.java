/**
 * The rules of a host's data mover: which orders it takes up and how it answers them. Like the
 * agent it has no threads, no clock and no I/O.
 */
@NullMarked
package io.berth.simulator.replica;

import org.jspecify.annotations.NullMarked;
