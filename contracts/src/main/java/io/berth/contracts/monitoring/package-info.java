/** Who is alive: the facts that the monitor has found. */
@NullMarked
package io.berth.contracts.monitoring;

import org.jspecify.annotations.NullMarked;
