/** The commands of {@code berth} that work on a local platform. */
@NullMarked
package io.berth.platform.cli;

import org.jspecify.annotations.NullMarked;
