/** The best of many hosts without looking at each, exactly as {@link Scan} would find them. */
@NullMarked
package io.berth.placement.domain.index;

import org.jspecify.annotations.NullMarked;
