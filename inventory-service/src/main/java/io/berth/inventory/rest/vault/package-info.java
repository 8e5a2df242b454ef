/** How far the ciphertexts of inventory are under the newest key. */
@NullMarked
package io.berth.inventory.rest.vault;

import org.jspecify.annotations.NullMarked;
