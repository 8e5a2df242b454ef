/** Alerts, their history and silences in the database. */
@NullMarked
package io.berth.monitoring.store.alert;

import org.jspecify.annotations.NullMarked;
