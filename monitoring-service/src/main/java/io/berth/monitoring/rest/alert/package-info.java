/** Alerts over HTTP. */
@NullMarked
package io.berth.monitoring.rest.alert;

import org.jspecify.annotations.NullMarked;
