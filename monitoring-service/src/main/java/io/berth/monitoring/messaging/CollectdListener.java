package io.berth.monitoring.messaging;

import io.quarkus.arc.Unremovable;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import jakarta.inject.Singleton;

/**
 * Leaves the channel of collectd where its group has committed: the kit's listener would seek to
 * marks of the inbox, which it does not keep.
 */
@Singleton
@Unremovable
@Identifier("collectd")
public class CollectdListener implements KafkaConsumerRebalanceListener {}
