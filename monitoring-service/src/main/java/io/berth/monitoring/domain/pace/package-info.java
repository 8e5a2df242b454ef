/** How much one host may say. */
@NullMarked
package io.berth.monitoring.domain.pace;

import org.jspecify.annotations.NullMarked;
