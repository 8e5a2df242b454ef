/** Typed identifiers and units; a bare string or number never crosses a boundary. */
@NullMarked
package io.berth.contracts.ids;

import org.jspecify.annotations.NullMarked;
