/** The parts that run hosts, one by one. */
@NullMarked
package io.berth.simulator.runtime;

import org.jspecify.annotations.NullMarked;
