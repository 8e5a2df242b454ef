/** The pace of hosts. */
@NullMarked
package io.berth.monitoring.domain.pace;

import org.jspecify.annotations.NullMarked;
