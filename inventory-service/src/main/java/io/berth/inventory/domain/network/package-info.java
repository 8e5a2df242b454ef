/** Rules of logical networks, of pools of addresses and of virtual switches. */
@NullMarked
package io.berth.inventory.domain.network;

import org.jspecify.annotations.NullMarked;
