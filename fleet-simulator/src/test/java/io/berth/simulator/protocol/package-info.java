/**
 * Agents, a broker, a monitor and a placement in virtual time, with faults from a seed. Monitor and
 * placement are small references that know the rules which safety rests on, and nothing else.
 */
@NullMarked
package io.berth.simulator.protocol;

import org.jspecify.annotations.NullMarked;
