/** Alerts by tables, examples and random runs. */
@NullMarked
package io.berth.monitoring.domain.alert;

import org.jspecify.annotations.NullMarked;
