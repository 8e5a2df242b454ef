/** Hosts that fail again and again take no virtual machines for a while. */
@NullMarked
package io.berth.monitoring.domain.quarantine;

import org.jspecify.annotations.NullMarked;
