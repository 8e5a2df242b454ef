/** Hand-made histories, good and broken, for the checker. */
@NullMarked
package io.berth.checker;

import org.jspecify.annotations.NullMarked;
