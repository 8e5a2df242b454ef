/** The rows of what exists. Entities never leave this package; stores speak in domain records. */
@NullMarked
package io.berth.inventory.store;

import org.jspecify.annotations.NullMarked;
