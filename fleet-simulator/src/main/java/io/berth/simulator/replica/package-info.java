/**
 * The data mover of a host: copies of VMs to other hosts, and copies of other hosts' VMs here. Like
 * the agent it has no threads, no clock and no I/O.
 */
@NullMarked
package io.berth.simulator.replica;

import org.jspecify.annotations.NullMarked;
