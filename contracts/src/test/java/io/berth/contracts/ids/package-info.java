/** Typed identifiers. */
@NullMarked
package io.berth.contracts.ids;

import org.jspecify.annotations.NullMarked;
