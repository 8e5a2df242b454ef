@NullMarked
package io.berth.placement.domain.fit;

import org.jspecify.annotations.NullMarked;
