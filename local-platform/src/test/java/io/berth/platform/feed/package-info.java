/** Records by hand. */
@NullMarked
package io.berth.platform.feed;

import org.jspecify.annotations.NullMarked;
