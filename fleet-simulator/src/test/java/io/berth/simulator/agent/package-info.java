/** The rules of the agent, one by one and all together in virtual time. */
@NullMarked
package io.berth.simulator.agent;

import org.jspecify.annotations.NullMarked;
