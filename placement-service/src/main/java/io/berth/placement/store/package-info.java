/** The database: entities that never leave this package, and the fence under which they change. */
@NullMarked
package io.berth.placement.store;

import org.jspecify.annotations.NullMarked;
