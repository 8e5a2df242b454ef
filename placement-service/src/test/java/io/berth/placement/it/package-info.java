@NullMarked
package io.berth.placement.it;

import org.jspecify.annotations.NullMarked;
