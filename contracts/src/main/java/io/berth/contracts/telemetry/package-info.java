/** What hosts and guests say: beats, ticks, rosters, evidence and key-value pairs. */
@NullMarked
package io.berth.contracts.telemetry;

import org.jspecify.annotations.NullMarked;
