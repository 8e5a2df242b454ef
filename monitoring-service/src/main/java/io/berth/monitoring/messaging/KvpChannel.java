package io.berth.monitoring.messaging;

import io.berth.kit.intake.Intake;
import io.berth.monitoring.app.TakeKvp;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** The channel of {@code telemetry.kvp}. */
@ApplicationScoped
public class KvpChannel {
    private static final String CHANNEL = "kvp";

    private final Intake intake;
    private final TakeKvp takeKvp;

    @Inject
    public KvpChannel(Intake intake, TakeKvp takeKvp) {
        this.intake = intake;
        this.takeKvp = takeKvp;
    }

    /** Takes a batch in. */
    @Incoming(CHANNEL)
    @Blocking(value = CHANNEL, ordered = true)
    public void on(ConsumerRecords<byte[], byte[]> records) {
        intake.process(records, takeKvp);
    }
}
