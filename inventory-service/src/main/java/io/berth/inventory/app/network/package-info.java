/** Logical networks, pools, and addresses leased from them. */
@NullMarked
package io.berth.inventory.app.network;

import org.jspecify.annotations.NullMarked;
