/** Backups of the vault: what is kept, and what a restore drill found. Pure. */
@NullMarked
package io.berth.keyvault.domain.backup;

import org.jspecify.annotations.NullMarked;
