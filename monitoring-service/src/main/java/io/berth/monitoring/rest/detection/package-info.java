/** How long hosts of a cluster may be silent, over HTTP. */
@NullMarked
package io.berth.monitoring.rest.detection;

import org.jspecify.annotations.NullMarked;
