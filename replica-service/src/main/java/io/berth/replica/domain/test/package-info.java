/**
 * The test of a replica: whether a VM boots from it, asked of the target's agent alone. Like the
 * rest of the domain it knows no framework, no clock and no store.
 */
@NullMarked
package io.berth.replica.domain.test;

import org.jspecify.annotations.NullMarked;
