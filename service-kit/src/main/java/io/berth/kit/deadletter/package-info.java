/** Where records go that are refused for good. */
@NullMarked
package io.berth.kit.deadletter;

import org.jspecify.annotations.NullMarked;
