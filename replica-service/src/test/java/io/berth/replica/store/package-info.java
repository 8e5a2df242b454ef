@NullMarked
package io.berth.replica.store;

import org.jspecify.annotations.NullMarked;
