/** The target's side: a copy of an image, and the recovery points before it. */
@NullMarked
package io.berth.mover.copy;

import org.jspecify.annotations.NullMarked;
