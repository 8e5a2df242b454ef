/** The data mover in virtual time. */
@NullMarked
package io.berth.simulator.replica;

import org.jspecify.annotations.NullMarked;
