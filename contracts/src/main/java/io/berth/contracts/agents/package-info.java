/** The certificates of agents, as far as others must know of them. */
@NullMarked
package io.berth.contracts.agents;

import org.jspecify.annotations.NullMarked;
