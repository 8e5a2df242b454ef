/** The nodes of a cluster, patched one after the other while its reserve is kept. */
@NullMarked
package io.berth.placement.domain.patch;

import org.jspecify.annotations.NullMarked;
