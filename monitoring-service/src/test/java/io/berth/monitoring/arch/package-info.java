/** The rules of the house, checked. */
@NullMarked
package io.berth.monitoring.arch;

import org.jspecify.annotations.NullMarked;
