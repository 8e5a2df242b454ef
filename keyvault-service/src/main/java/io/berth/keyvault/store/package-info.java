/**
 * Rings, the lives of their keys and the audit trail in PostgreSQL. The wrapped keys themselves are
 * in a container.
 */
@NullMarked
package io.berth.keyvault.store;

import org.jspecify.annotations.NullMarked;
