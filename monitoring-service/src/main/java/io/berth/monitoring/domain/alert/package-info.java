/** Which facts are alerts, and how an alert lives. Pure: no clock, no I/O. */
@NullMarked
package io.berth.monitoring.domain.alert;

import org.jspecify.annotations.NullMarked;
