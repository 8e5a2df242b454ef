/** Alerts beside a second instance. */
@NullMarked
package io.berth.monitoring.app.alert;

import org.jspecify.annotations.NullMarked;
