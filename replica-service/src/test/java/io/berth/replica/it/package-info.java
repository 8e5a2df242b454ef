@NullMarked
package io.berth.replica.it;

import org.jspecify.annotations.NullMarked;
