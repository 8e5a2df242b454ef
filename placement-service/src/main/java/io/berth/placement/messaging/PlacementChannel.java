package io.berth.placement.messaging;

import io.berth.kit.intake.Intake;
import io.berth.placement.app.DecideInputs;
import io.berth.placement.app.DecisionTurn;
import io.berth.placement.app.HostCatalog;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/**
 * The one channel over the three topics that placement decides from, so that they are assigned
 * together and a domain's records of all three come to one thread.
 */
@ApplicationScoped
public class PlacementChannel {
    private static final Logger LOG = Logger.getLogger(PlacementChannel.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Intake intake;
    private final DecideInputs decide;
    private final DecisionTurn turn;
    private final HostCatalog catalog;

    @Inject
    public PlacementChannel(
            Intake intake, DecideInputs decide, DecisionTurn turn, HostCatalog catalog) {
        this.intake = intake;
        this.decide = decide;
        this.turn = turn;
        this.catalog = catalog;
    }

    /**
     * One batch, one transaction. Held until the catalog of hosts is loaded: no decision is taken
     * on half of it.
     *
     * @throws InterruptedException when the service stops while the channel is held
     */
    @Incoming("placement-inputs")
    @Blocking(value = "placement-decider", ordered = true)
    public void on(ConsumerRecords<byte[], byte[]> records) throws InterruptedException {
        while (!catalog.awaitLoaded(PATIENCE)) {
            LOG.warn("no decision yet: the catalog of hosts is still being read");
        }
        turn.take(() -> intake.process(records, decide));
    }
}
