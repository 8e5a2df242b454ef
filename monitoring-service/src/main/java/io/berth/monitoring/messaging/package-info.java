/** Topics in and out. */
@NullMarked
package io.berth.monitoring.messaging;

import org.jspecify.annotations.NullMarked;
