/** Alerts: taking facts up, telling people. */
@NullMarked
package io.berth.monitoring.app.alert;

import org.jspecify.annotations.NullMarked;
