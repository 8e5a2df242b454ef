/** Filters, orders and cursors as conditions of the database. */
@NullMarked
package io.berth.inventory.store.lists;

import org.jspecify.annotations.NullMarked;
