package io.berth.monitoring.messaging;

import io.berth.kit.intake.Intake;
import io.berth.monitoring.app.tip.TakeGuestNetwork;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** The channel of {@code telemetry.guest-network}. */
@ApplicationScoped
public class GuestNetworkChannel {
    private static final String CHANNEL = "guest-network";

    private final Intake intake;
    private final TakeGuestNetwork takeGuestNetwork;

    @Inject
    public GuestNetworkChannel(Intake intake, TakeGuestNetwork takeGuestNetwork) {
        this.intake = intake;
        this.takeGuestNetwork = takeGuestNetwork;
    }

    /** Takes a batch in. */
    @Incoming(CHANNEL)
    @Blocking(value = CHANNEL, ordered = true)
    public void on(ConsumerRecords<byte[], byte[]> records) {
        intake.process(records, takeGuestNetwork);
    }
}
