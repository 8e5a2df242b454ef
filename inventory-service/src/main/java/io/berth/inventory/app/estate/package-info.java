/** Importing and exporting the whole estate, searching it and looking back. */
@NullMarked
package io.berth.inventory.app.estate;

import org.jspecify.annotations.NullMarked;
