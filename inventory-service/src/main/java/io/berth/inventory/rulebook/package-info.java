/**
 * The rulebook: judgements that are data, in files that people read and extend. They are read and
 * checked at start; a faulty one stops the start with its line.
 */
@NullMarked
package io.berth.inventory.rulebook;

import org.jspecify.annotations.NullMarked;
