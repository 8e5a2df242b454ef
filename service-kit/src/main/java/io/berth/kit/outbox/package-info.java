/** State and event in one transaction: rows that a relay publishes in order. */
@NullMarked
package io.berth.kit.outbox;

import org.jspecify.annotations.NullMarked;
