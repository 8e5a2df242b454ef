package io.berth.monitoring.messaging;

import io.berth.contracts.Topics;
import io.berth.contracts.monitoring.HostLoadMeasured;
import io.berth.kit.produce.DirectProducer;
import io.berth.monitoring.app.LoadGauges;
import io.berth.monitoring.app.OwnedFold;
import io.berth.monitoring.app.OwnedFolds;
import io.berth.monitoring.app.collectd.TakeCollectd;
import io.berth.monitoring.app.tip.HotHosts;
import io.berth.monitoring.domain.PartitionFold;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Publishes and shows the mean load of each host, as its beats tell it or collectd measures it.
 * Soft state: what does not get through is superseded by the next round.
 */
@ApplicationScoped
public class LoadPublisher {
    private static final Logger LOG = Logger.getLogger(LoadPublisher.class);

    private final OwnedFolds folds;
    private final TakeCollectd collectd;
    private final LoadGauges gauges;
    private final DirectProducer producer;
    private final HotHosts hotHosts;

    @Inject
    public LoadPublisher(
            OwnedFolds folds,
            TakeCollectd collectd,
            LoadGauges gauges,
            DirectProducer producer,
            HotHosts hotHosts) {
        this.folds = folds;
        this.collectd = collectd;
        this.gauges = gauges;
        this.producer = producer;
        this.hotHosts = hotHosts;
    }

    /** One round. */
    void publish() {
        List<HostLoadMeasured> measured = new ArrayList<>();
        for (OwnedFold owned : folds.all()) {
            owned.ask(PartitionFold::drainLoad).ifPresent(measured::addAll);
        }
        measured.addAll(collectd.drain());
        measured.forEach(this::publish);
        gauges.show(measured);
    }

    private void publish(HostLoadMeasured load) {
        hotHosts.measured(load);
        producer.send(Topics.HOST_LOAD, load, null, UUID.randomUUID().toString())
                .whenComplete((sent, failure) -> {
                    if (failure != null) {
                        LOG.debugf("load of host %s: %s", load.host(), failure);
                    }
                });
    }
}
