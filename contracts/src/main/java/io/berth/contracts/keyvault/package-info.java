/** What keyvault-service tells: who did what with which keys, by identifiers alone. */
@NullMarked
package io.berth.contracts.keyvault;

import org.jspecify.annotations.NullMarked;
