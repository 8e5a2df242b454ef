/** The inequalities of the lease constants. */
@NullMarked
package io.berth.contracts.timing;

import org.jspecify.annotations.NullMarked;
