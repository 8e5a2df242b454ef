/** What the estate's import, export, search and history read and write. */
@NullMarked
package io.berth.inventory.store.estate;

import org.jspecify.annotations.NullMarked;
