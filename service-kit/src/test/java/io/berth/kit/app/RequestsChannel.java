package io.berth.kit.app;

import io.berth.kit.intake.Intake;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** The one channel. */
@ApplicationScoped
public class RequestsChannel {
    private final Intake intake;
    private final EffectsHandler handler;

    @Inject
    public RequestsChannel(Intake intake, EffectsHandler handler) {
        this.intake = intake;
        this.handler = handler;
    }

    @Incoming("requests")
    @Blocking(value = "requests-pool", ordered = true)
    public void on(ConsumerRecords<byte[], byte[]> records) {
        intake.process(records, handler);
    }
}
