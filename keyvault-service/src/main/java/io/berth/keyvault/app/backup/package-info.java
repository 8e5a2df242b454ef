/** Backups of the vault: taken, tried and restored, and what is told when they stop. */
@NullMarked
package io.berth.keyvault.app.backup;

import org.jspecify.annotations.NullMarked;
