package io.berth.monitoring.messaging;

import io.berth.kit.intake.Held;
import io.berth.monitoring.app.collectd.TakeCollectd;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/**
 * The channel of {@code telemetry.collectd}. Not through the inbox: samples are no events, and one
 * that is counted twice after a crash moves a mean by nothing that anybody could see.
 */
@ApplicationScoped
public class CollectdChannel {
    private static final String CHANNEL = "collectd";

    private final TakeCollectd takeCollectd;
    private final Held held;

    @Inject
    public CollectdChannel(TakeCollectd takeCollectd, Held held) {
        this.takeCollectd = takeCollectd;
        this.held = held;
    }

    /** Takes a batch in; while the database cannot keep what is set aside, the channel is held. */
    @Incoming(CHANNEL)
    @Blocking(value = CHANNEL, ordered = true)
    public void on(ConsumerRecords<byte[], byte[]> records) {
        List<TakeCollectd.SetAside> aside = takeCollectd.take(records);
        if (!aside.isEmpty()) {
            held.untilItSucceeds(
                    "setting samples aside",
                    () -> {
                        takeCollectd.keep(aside);
                        return true;
                    });
        }
    }
}
