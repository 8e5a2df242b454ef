/**
 * What can be done with the vault: make and rotate rings, protect and unprotect records, each with
 * its audit event.
 */
@NullMarked
package io.berth.keyvault.app;

import org.jspecify.annotations.NullMarked;
