/** Which figures become time series. */
@NullMarked
package io.berth.monitoring.domain.series;

import org.jspecify.annotations.NullMarked;
