/** Files as the mover uses them, so that a test can take the power away after any operation. */
@NullMarked
package io.berth.mover.file;

import org.jspecify.annotations.NullMarked;
