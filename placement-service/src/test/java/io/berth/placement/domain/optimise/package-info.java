@NullMarked
package io.berth.placement.domain.optimise;

import org.jspecify.annotations.NullMarked;
