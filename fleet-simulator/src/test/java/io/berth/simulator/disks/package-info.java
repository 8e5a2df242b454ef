/** The rules of moves, one by one. */
@NullMarked
package io.berth.simulator.disks;

import org.jspecify.annotations.NullMarked;
