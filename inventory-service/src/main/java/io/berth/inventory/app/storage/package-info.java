/** Changing and reading storage: one transaction for each use case. */
@NullMarked
package io.berth.inventory.app.storage;

import org.jspecify.annotations.NullMarked;
