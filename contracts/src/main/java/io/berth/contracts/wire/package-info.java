/** CloudEvents 1.0 in Kafka binary mode: how a record becomes bytes and back. */
@NullMarked
package io.berth.contracts.wire;

import org.jspecify.annotations.NullMarked;
