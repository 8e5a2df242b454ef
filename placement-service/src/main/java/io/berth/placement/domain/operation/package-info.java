/**
 * Rows of what takes a while: operations, their moves, the nodes of a cluster that is patched, and
 * what rounds that spread the load have found. Data and their transitions; who carries them on
 * stands above.
 */
@NullMarked
package io.berth.placement.domain.operation;

import org.jspecify.annotations.NullMarked;
