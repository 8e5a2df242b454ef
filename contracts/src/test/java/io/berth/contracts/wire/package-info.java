/** Reading and writing records. */
@NullMarked
package io.berth.contracts.wire;

import org.jspecify.annotations.NullMarked;
