/** Tips in the database. */
@NullMarked
package io.berth.monitoring.store.tip;

import org.jspecify.annotations.NullMarked;
