/** The monitoring service: who is alive, and what guests say. */
@NullMarked
package io.berth.monitoring;

import org.jspecify.annotations.NullMarked;
