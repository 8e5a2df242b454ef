/** The simulator as a whole, with a real broker and in real time. */
@NullMarked
package io.berth.simulator.it;

import org.jspecify.annotations.NullMarked;
