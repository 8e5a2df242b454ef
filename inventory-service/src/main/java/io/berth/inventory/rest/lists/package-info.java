/** Lists with filters and an order of the caller's choice. */
@NullMarked
package io.berth.inventory.rest.lists;

import org.jspecify.annotations.NullMarked;
