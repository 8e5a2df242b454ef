/** How far the calendar clocks of hosts are off; measured, and never trusted. */
@NullMarked
package io.berth.monitoring.domain.skew;

import org.jspecify.annotations.NullMarked;
