/** Load spread anew, and hosts that could be switched off. */
@NullMarked
package io.berth.placement.domain.optimise;

import org.jspecify.annotations.NullMarked;
