/** What guests publish, judged and never trusted. */
@NullMarked
package io.berth.monitoring.domain.kvp;

import org.jspecify.annotations.NullMarked;
