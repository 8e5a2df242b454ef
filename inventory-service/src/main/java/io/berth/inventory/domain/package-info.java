/**
 * What exists and what may exist: names, the group tree with its reserves, clusters, hosts and VMs.
 * Pure rules over immutable records; a change is decided here as a value and applied elsewhere.
 */
@NullMarked
package io.berth.inventory.domain;

import org.jspecify.annotations.NullMarked;
