/**
 * Everything that Berth needs on one machine without Docker: an embedded Kafka and PostgreSQL, the
 * topics, the installation's keys, and the client of a running platform.
 */
@NullMarked
package io.berth.platform;

import org.jspecify.annotations.NullMarked;
