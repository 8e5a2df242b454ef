/** The two hashes of blocks: one that proves, and one that only finds what changed. */
@NullMarked
package io.berth.mover.hash;

import org.jspecify.annotations.NullMarked;
