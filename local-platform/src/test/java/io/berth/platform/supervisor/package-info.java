/** Tests. */
@NullMarked
package io.berth.platform.supervisor;

import org.jspecify.annotations.NullMarked;
