/** Tests of the use cases that need no server. */
@NullMarked
package io.berth.placement.app;

import org.jspecify.annotations.NullMarked;
