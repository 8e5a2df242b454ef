/**
 * The independent checker: reads the raw log of Berth and says whether its promises were kept. It
 * shares no code with the services, not even their events: it parses JSON by itself, so that a
 * mistake in the shared vocabulary cannot hide itself here. {@link io.berth.checker.Checker} is the
 * pure core; {@code edge} reads Kafka and REST.
 */
@NullMarked
package io.berth.checker;

import org.jspecify.annotations.NullMarked;
