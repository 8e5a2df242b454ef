@NullMarked
package io.berth.placement.store;

import org.jspecify.annotations.NullMarked;
