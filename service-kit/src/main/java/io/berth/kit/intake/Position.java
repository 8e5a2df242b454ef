package io.berth.kit.intake;

import java.time.Instant;

/**
 * Where a record lies.
 *
 * @param topic without the installation's prefix
 * @param timestamp the record's: the broker's for topics with log time, else the producer's
 */
public record Position(String topic, int partition, long offset, Instant timestamp) {
    @Override
    public String toString() {
        return topic + "-" + partition + "@" + offset;
    }
}
