/**
 * Disks of VMs on cluster shared volumes: where they lie, and how a host moves them. Like the agent
 * it has no threads, no clock and no I/O.
 */
@NullMarked
package io.berth.simulator.disks;

import org.jspecify.annotations.NullMarked;
