/**
 * The hands of the data movers: disks of VMs, copies on the disks of hosts, and the wire between
 * hosts, by the library {@code replica-agent}. All of it blocks, so it runs in virtual threads of
 * its own and never in a host's mailbox.
 */
@NullMarked
package io.berth.simulator.mover;

import org.jspecify.annotations.NullMarked;
