/** What simulated hosts report of themselves, and how an estate is broken on request. */
@NullMarked
package io.berth.simulator.facts;

import org.jspecify.annotations.NullMarked;
