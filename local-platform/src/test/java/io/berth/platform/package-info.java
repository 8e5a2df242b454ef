/** Tests. */
@NullMarked
package io.berth.platform;

import org.jspecify.annotations.NullMarked;
