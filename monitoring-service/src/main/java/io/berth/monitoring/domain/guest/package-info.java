/** Whether the guests of VMs answer their hosts, and what is done when they do not. */
@NullMarked
package io.berth.monitoring.domain.guest;

import org.jspecify.annotations.NullMarked;
