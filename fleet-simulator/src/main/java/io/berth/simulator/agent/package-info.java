/**
 * The host agent's part of the protocol, free of threads, clocks and I/O: what an agent for a real
 * hypervisor has to do, and the reference for writing one.
 */
@NullMarked
package io.berth.simulator.agent;

import org.jspecify.annotations.NullMarked;
