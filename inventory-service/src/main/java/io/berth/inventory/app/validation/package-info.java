/** Starting validation runs, ending them, and withdrawing what no longer holds. */
@NullMarked
package io.berth.inventory.app.validation;

import org.jspecify.annotations.NullMarked;
