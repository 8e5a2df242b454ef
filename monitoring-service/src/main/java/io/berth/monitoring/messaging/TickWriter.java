package io.berth.monitoring.messaging;

import io.berth.contracts.Topics;
import io.berth.contracts.telemetry.MonitorTick;
import io.berth.kit.config.ServiceConfig;
import io.berth.kit.produce.DirectProducer;
import io.berth.monitoring.app.OwnedFold;
import io.berth.monitoring.app.OwnedFolds;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Writes a tick into each owned partition, so that log time passes where no host beats. */
@ApplicationScoped
public class TickWriter {
    private static final Logger LOG = Logger.getLogger(TickWriter.class);

    private final OwnedFolds folds;
    private final DirectProducer producer;
    private final String instance;

    @Inject
    public TickWriter(OwnedFolds folds, DirectProducer producer, ServiceConfig config) {
        this.folds = folds;
        this.producer = producer;
        this.instance = config.instance();
    }

    /** One round. A tick that does not get through is not repeated: the next one does as well. */
    void write() {
        for (OwnedFold fold : folds.all()) {
            producer.send(
                            Topics.HEARTBEATS,
                            new MonitorTick(fold.partition(), instance),
                            fold.partition(),
                            UUID.randomUUID().toString())
                    .whenComplete((sent, failure) -> {
                        if (failure != null) {
                            LOG.debugf("tick of partition %d: %s", fold.partition(), failure);
                        }
                    });
        }
    }
}
