/** Cluster validation: a catalogue of tests over what nodes report and inventory knows. */
@NullMarked
package io.berth.inventory.domain.validation;

import org.jspecify.annotations.NullMarked;
