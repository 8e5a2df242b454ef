@NullMarked
package io.berth.mover.wire.tls;

import org.jspecify.annotations.NullMarked;
