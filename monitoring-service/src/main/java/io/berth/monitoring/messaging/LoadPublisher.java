package io.berth.monitoring.messaging;

import io.berth.contracts.Topics;
import io.berth.contracts.monitoring.HostLoadMeasured;
import io.berth.kit.produce.DirectProducer;
import io.berth.monitoring.app.OwnedFold;
import io.berth.monitoring.app.OwnedFolds;
import io.berth.monitoring.domain.PartitionFold;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Publishes the mean load of each host that beats. Soft state: what does not get through is
 * superseded by the next round.
 */
@ApplicationScoped
public class LoadPublisher {
    private static final Logger LOG = Logger.getLogger(LoadPublisher.class);

    private final OwnedFolds folds;
    private final DirectProducer producer;

    @Inject
    public LoadPublisher(OwnedFolds folds, DirectProducer producer) {
        this.folds = folds;
        this.producer = producer;
    }

    /** One round. */
    void publish() {
        for (OwnedFold owned : folds.all()) {
            owned.ask(PartitionFold::drainLoad).ifPresent(loads -> loads.forEach(this::publish));
        }
    }

    private void publish(HostLoadMeasured load) {
        producer.send(Topics.HOST_LOAD, load, null, UUID.randomUUID().toString())
                .whenComplete((sent, failure) -> {
                    if (failure != null) {
                        LOG.debugf("load of host %s: %s", load.host(), failure);
                    }
                });
    }
}
