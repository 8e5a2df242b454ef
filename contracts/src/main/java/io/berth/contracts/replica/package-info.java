/** What replica-service tells: relationships, their states and cycles. */
@NullMarked
package io.berth.contracts.replica;

import org.jspecify.annotations.NullMarked;
