/** The edge to the key vault: what inventory asks it, and what it makes of the answers. */
@NullMarked
package io.berth.inventory.vault;

import org.jspecify.annotations.NullMarked;
