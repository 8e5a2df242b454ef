/** Sets how long hosts may be silent. */
@NullMarked
package io.berth.monitoring.app.detection;

import org.jspecify.annotations.NullMarked;
