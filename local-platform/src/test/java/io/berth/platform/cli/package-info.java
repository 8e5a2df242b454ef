/** The command line, as a person uses it. */
@NullMarked
package io.berth.platform.cli;

import org.jspecify.annotations.NullMarked;
