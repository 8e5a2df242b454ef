/** What storage keeps in tables of its own. */
@NullMarked
package io.berth.inventory.store.storage;

import org.jspecify.annotations.NullMarked;
