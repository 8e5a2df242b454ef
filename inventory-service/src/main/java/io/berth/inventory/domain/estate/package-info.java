/** An estate as a whole: importing it from a file, and how states differ. */
@NullMarked
package io.berth.inventory.domain.estate;

import org.jspecify.annotations.NullMarked;
