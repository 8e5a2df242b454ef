/** Relationships, their recovery points and cycles as rows. */
@NullMarked
package io.berth.replica.store;

import org.jspecify.annotations.NullMarked;
