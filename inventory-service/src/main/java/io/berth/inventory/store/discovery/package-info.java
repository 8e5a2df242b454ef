/** What agents reported and inventory does not know. */
@NullMarked
package io.berth.inventory.store.discovery;

import org.jspecify.annotations.NullMarked;
