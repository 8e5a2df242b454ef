/** Whether the monitor does its work, for probes and metrics. */
@NullMarked
package io.berth.monitoring.health;

import org.jspecify.annotations.NullMarked;
