/** Logical networks, pools and leases over HTTP. */
@NullMarked
package io.berth.inventory.rest.network;

import org.jspecify.annotations.NullMarked;
