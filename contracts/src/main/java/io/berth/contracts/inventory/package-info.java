/** What exists: specifications and administrative state. */
@NullMarked
package io.berth.contracts.inventory;

import org.jspecify.annotations.NullMarked;
