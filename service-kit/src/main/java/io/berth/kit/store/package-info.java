/** Statements in the transaction of a use case. */
@NullMarked
package io.berth.kit.store;

import org.jspecify.annotations.NullMarked;
