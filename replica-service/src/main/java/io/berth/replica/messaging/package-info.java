/** The topics that replica reads. */
@NullMarked
package io.berth.replica.messaging;

import org.jspecify.annotations.NullMarked;
