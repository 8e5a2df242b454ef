/** The checker's parsing against what the services really write. */
@NullMarked
package io.berth.checker.edge;

import org.jspecify.annotations.NullMarked;
