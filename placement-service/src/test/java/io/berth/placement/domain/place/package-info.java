@NullMarked
package io.berth.placement.domain.place;

import org.jspecify.annotations.NullMarked;
