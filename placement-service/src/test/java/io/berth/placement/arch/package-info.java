@NullMarked
package io.berth.placement.arch;

import org.jspecify.annotations.NullMarked;
