/** The only code that sees keys and plaintexts: root key, ring keys, the form of a ciphertext. */
@NullMarked
package io.berth.keyvault.crypto;

import org.jspecify.annotations.NullMarked;
