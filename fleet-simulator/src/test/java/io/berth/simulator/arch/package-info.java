/** What may depend on what. */
@NullMarked
package io.berth.simulator.arch;

import org.jspecify.annotations.NullMarked;
