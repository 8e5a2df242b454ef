/**
 * Who is alive: failure detection as a pure fold over the records of a partition. No clock, no
 * random, no I/O.
 */
@NullMarked
package io.berth.monitoring.domain;

import org.jspecify.annotations.NullMarked;
