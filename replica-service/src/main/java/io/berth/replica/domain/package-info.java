/**
 * The rules of replication: when a cycle is due, what its end means, how healthy a relationship is.
 * Pure functions over immutable values; time comes in as an argument.
 */
@NullMarked
package io.berth.replica.domain;

import org.jspecify.annotations.NullMarked;
