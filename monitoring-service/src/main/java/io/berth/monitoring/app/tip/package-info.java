/** Tips: found, measured, forgotten. */
@NullMarked
package io.berth.monitoring.app.tip;

import org.jspecify.annotations.NullMarked;
