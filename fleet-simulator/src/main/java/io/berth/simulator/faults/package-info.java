/** What can go wrong with a fleet, on request. */
@NullMarked
package io.berth.simulator.faults;

import org.jspecify.annotations.NullMarked;
