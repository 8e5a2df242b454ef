/** Between placement and the agents: commands and raw reports. */
@NullMarked
package io.berth.contracts.hosts;

import org.jspecify.annotations.NullMarked;
