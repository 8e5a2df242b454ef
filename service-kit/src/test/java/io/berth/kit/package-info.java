/** Tests of the kit as a whole. */
@NullMarked
package io.berth.kit;

import org.jspecify.annotations.NullMarked;
