/** Ciphertexts of secrets, and what was deployed from what. */
@NullMarked
package io.berth.inventory.store.library;

import org.jspecify.annotations.NullMarked;
