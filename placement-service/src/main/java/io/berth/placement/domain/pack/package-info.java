/**
 * Packing many VMs at once onto as few hosts as possible. Figures only: what a resource or a rule
 * is does not matter here, so nothing of the rest of the domain is used.
 */
@NullMarked
package io.berth.placement.domain.pack;

import org.jspecify.annotations.NullMarked;
