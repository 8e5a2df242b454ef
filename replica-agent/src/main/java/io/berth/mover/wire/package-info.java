/**
 * Carries the blocks of one cycle from the host that runs the VM to the host that keeps its copy,
 * over one TCP connection. The module's README describes the bytes.
 */
@NullMarked
package io.berth.mover.wire;

import org.jspecify.annotations.NullMarked;
