/** Tests of what moves disks between hosts. */
@NullMarked
package io.berth.simulator.mover;

import org.jspecify.annotations.NullMarked;
