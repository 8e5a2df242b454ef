/** From records to findings, without a broker. */
@NullMarked
package io.berth.monitoring.app;

import org.jspecify.annotations.NullMarked;
