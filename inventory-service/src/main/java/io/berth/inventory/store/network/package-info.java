/** Leases of addresses. */
@NullMarked
package io.berth.inventory.store.network;

import org.jspecify.annotations.NullMarked;
