/** What collectd measures on hosts, as load of those hosts. */
@NullMarked
package io.berth.monitoring.domain.collectd;

import org.jspecify.annotations.NullMarked;
