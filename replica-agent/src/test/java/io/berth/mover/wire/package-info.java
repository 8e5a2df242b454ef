@NullMarked
package io.berth.mover.wire;

import org.jspecify.annotations.NullMarked;
