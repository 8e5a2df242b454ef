/** What could prove a host dead, by table. */
@NullMarked
package io.berth.monitoring.domain.fence;

import org.jspecify.annotations.NullMarked;
