@NullMarked
package io.berth.mover.wire.kerberos;

import org.jspecify.annotations.NullMarked;
