/**
 * The daemon behind {@code berth up}: starts the platform's processes in order, starts again what
 * crashes, and takes orders over a socket that only the owner can open.
 */
@NullMarked
package io.berth.platform.supervisor;

import org.jspecify.annotations.NullMarked;
