@NullMarked
package io.berth.placement.domain.index;

import org.jspecify.annotations.NullMarked;
