/** Tips by stories and random runs. */
@NullMarked
package io.berth.monitoring.domain.tip;

import org.jspecify.annotations.NullMarked;
