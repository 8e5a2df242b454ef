@NullMarked
package io.berth.monitoring.domain.detection;

import org.jspecify.annotations.NullMarked;
