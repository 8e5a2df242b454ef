/** Use cases: what is done with the folds, the rosters and the key-value pairs. */
@NullMarked
package io.berth.monitoring.app;

import org.jspecify.annotations.NullMarked;
