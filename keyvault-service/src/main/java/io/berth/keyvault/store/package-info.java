/**
 * Rings and their wrapped keys in PostgreSQL. What is stored here opens nothing without the root
 * key.
 */
@NullMarked
package io.berth.keyvault.store;

import org.jspecify.annotations.NullMarked;
