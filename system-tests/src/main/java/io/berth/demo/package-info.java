/**
 * The demo and the drills: an estate is made over REST, faults are caused in the simulator, and
 * what follows is told from the log. The verdict is left to {@code io.berth.checker}.
 */
@NullMarked
package io.berth.demo;

import org.jspecify.annotations.NullMarked;
