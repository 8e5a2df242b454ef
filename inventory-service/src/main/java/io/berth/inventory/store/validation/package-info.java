/** Validation runs and the facts that nodes reported to them. */
@NullMarked
package io.berth.inventory.store.validation;

import org.jspecify.annotations.NullMarked;
