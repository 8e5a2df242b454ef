/** What guests publish, however odd. */
@NullMarked
package io.berth.monitoring.domain.kvp;

import org.jspecify.annotations.NullMarked;
