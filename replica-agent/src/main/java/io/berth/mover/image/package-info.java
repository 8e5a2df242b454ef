/** The source's side: which blocks of an image differ from what the target holds. */
@NullMarked
package io.berth.mover.image;

import org.jspecify.annotations.NullMarked;
