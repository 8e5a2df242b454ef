@NullMarked
package io.berth.placement.domain.pack;

import org.jspecify.annotations.NullMarked;
