/** What all kinds have in common over HTTP that live in the register alone. */
@NullMarked
package io.berth.inventory.rest.kinds;

import org.jspecify.annotations.NullMarked;
