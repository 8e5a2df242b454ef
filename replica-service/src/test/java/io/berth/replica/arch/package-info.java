@NullMarked
package io.berth.replica.arch;

import org.jspecify.annotations.NullMarked;
