/**
 * The placement core, pure: what is decided about the VMs of one placement domain. It reads no
 * clock, draws no random number and does no I/O. Here is the entry: {@link PlacementRules} and
 * those that answer one kind of input each. Below, from the bottom up, and no package knows one
 * that comes later: {@code vm}, {@code policy}, {@code ledger}, {@code fit}, {@code index}, {@code
 * operation}, {@code state}, {@code replay}, {@code pack}, {@code reserve}, {@code place}, {@code
 * recover}, {@code move}, {@code patch}, {@code optimise}.
 */
@NullMarked
package io.berth.placement.domain;

import org.jspecify.annotations.NullMarked;
