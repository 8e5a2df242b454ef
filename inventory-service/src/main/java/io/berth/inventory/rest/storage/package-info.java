/** Storage over HTTP. */
@NullMarked
package io.berth.inventory.rest.storage;

import org.jspecify.annotations.NullMarked;
