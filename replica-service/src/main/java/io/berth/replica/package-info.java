/** When VM state is copied to another host, and how current the copies are. */
@NullMarked
package io.berth.replica;

import org.jspecify.annotations.NullMarked;
