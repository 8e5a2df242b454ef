package io.berth.monitoring.messaging;

import io.berth.kit.intake.Intake;
import io.berth.monitoring.app.alert.TakeAlertFacts;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** The channel over all topics whose facts can be alerts. */
@ApplicationScoped
public class AlertFactsChannel {
    private static final String CHANNEL = "alert-facts";

    private final Intake intake;
    private final TakeAlertFacts takeAlertFacts;

    @Inject
    public AlertFactsChannel(Intake intake, TakeAlertFacts takeAlertFacts) {
        this.intake = intake;
        this.takeAlertFacts = takeAlertFacts;
    }

    /** Takes a batch in. */
    @Incoming(CHANNEL)
    @Blocking(value = CHANNEL, ordered = true)
    public void on(ConsumerRecords<byte[], byte[]> records) {
        intake.process(records, takeAlertFacts);
    }
}
