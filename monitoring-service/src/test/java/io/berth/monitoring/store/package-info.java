/** What is kept, as text. */
@NullMarked
package io.berth.monitoring.store;

import org.jspecify.annotations.NullMarked;
