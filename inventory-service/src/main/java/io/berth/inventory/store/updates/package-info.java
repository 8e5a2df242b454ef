/** What scans of hosts found. */
@NullMarked
package io.berth.inventory.store.updates;

import org.jspecify.annotations.NullMarked;
