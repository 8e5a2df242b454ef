/** Messages of collectd. */
@NullMarked
package io.berth.monitoring.app.collectd;

import org.jspecify.annotations.NullMarked;
