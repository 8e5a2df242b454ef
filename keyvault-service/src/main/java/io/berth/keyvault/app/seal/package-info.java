/** Sealing and unsealing an instance, and what opens the root key. */
@NullMarked
package io.berth.keyvault.app.seal;

import org.jspecify.annotations.NullMarked;
