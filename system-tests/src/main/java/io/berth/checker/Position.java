package io.berth.checker;

import java.time.Instant;

/**
 * Where a record lies in Kafka: what a finding points to.
 *
 * @param topic without the installation's prefix
 * @param time the record's timestamp: the broker's at append for heartbeats, the producing
 *     process's at sending for all other topics
 */
public record Position(String topic, int partition, long offset, Instant time) {
    @Override
    public String toString() {
        return topic + "/" + partition + "@" + offset + " " + time;
    }
}
