/** Records that need no transaction: soft state and ticks. */
@NullMarked
package io.berth.kit.produce;

import org.jspecify.annotations.NullMarked;
