/** Which failures pass by themselves. */
@NullMarked
package io.berth.kit.faults;

import org.jspecify.annotations.NullMarked;
