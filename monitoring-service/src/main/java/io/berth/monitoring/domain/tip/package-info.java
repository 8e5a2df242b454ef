/** Tips: what could be done better, with the figures that say so. Pure: no clock, no I/O. */
@NullMarked
package io.berth.monitoring.domain.tip;

import org.jspecify.annotations.NullMarked;
