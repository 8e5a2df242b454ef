/** The service with a real Kafka and a real PostgreSQL. */
@NullMarked
package io.berth.monitoring.it;

import org.jspecify.annotations.NullMarked;
