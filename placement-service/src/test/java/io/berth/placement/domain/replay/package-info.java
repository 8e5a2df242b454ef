@NullMarked
package io.berth.placement.domain.replay;

import org.jspecify.annotations.NullMarked;
