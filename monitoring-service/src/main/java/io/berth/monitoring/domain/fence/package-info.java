/** What could prove a host dead, looked at while it lives. */
@NullMarked
package io.berth.monitoring.domain.fence;

import org.jspecify.annotations.NullMarked;
