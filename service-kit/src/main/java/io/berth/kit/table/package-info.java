/** Compacted topics held in memory as tables. */
@NullMarked
package io.berth.kit.table;

import org.jspecify.annotations.NullMarked;
