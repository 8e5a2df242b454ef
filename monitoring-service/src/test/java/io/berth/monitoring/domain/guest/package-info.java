/** Which guests are missed, in virtual time. */
@NullMarked
package io.berth.monitoring.domain.guest;

import org.jspecify.annotations.NullMarked;
