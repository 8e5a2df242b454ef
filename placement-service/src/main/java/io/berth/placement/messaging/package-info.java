/** The topics that placement reads. */
@NullMarked
package io.berth.placement.messaging;

import org.jspecify.annotations.NullMarked;
