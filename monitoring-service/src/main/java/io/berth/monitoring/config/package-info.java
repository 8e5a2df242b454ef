/** The settings of the service. */
@NullMarked
package io.berth.monitoring.config;

import org.jspecify.annotations.NullMarked;
