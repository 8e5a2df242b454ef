/** How long a silence has to last before it is judged, for each domain of its own. */
@NullMarked
package io.berth.monitoring.domain.detection;

import org.jspecify.annotations.NullMarked;
