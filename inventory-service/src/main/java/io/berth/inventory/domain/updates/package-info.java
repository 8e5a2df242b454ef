/** Rules of update servers and baselines. */
@NullMarked
package io.berth.inventory.domain.updates;

import org.jspecify.annotations.NullMarked;
