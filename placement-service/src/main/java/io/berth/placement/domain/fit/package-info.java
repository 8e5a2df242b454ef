/**
 * Whether a host can take a VM, and what stands against it: one typed obstacle for each reason,
 * with its figures.
 */
@NullMarked
package io.berth.placement.domain.fit;

import org.jspecify.annotations.NullMarked;
