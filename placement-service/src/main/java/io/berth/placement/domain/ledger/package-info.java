/**
 * The hosts: what each has, keeps, holds and has left. {@link Ledger} has all of them in arrays.
 */
@NullMarked
package io.berth.placement.domain.ledger;

import org.jspecify.annotations.NullMarked;
