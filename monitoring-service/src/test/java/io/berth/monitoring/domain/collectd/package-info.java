/** Samples of collectd, summed up. */
@NullMarked
package io.berth.monitoring.domain.collectd;

import org.jspecify.annotations.NullMarked;
