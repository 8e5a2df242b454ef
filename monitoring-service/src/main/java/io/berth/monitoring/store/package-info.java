/** What PostgreSQL keeps; entities stay here. */
@NullMarked
package io.berth.monitoring.store;

import org.jspecify.annotations.NullMarked;
