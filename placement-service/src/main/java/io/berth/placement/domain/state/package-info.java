/**
 * All that is known of one domain, what comes in, and what a decision comes to. A {@link Draft} is
 * a decision while it is being made.
 */
@NullMarked
package io.berth.placement.domain.state;

import org.jspecify.annotations.NullMarked;
