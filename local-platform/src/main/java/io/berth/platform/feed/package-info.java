/** Records that a person writes by hand, and what became of them. */
@NullMarked
package io.berth.platform.feed;

import org.jspecify.annotations.NullMarked;
