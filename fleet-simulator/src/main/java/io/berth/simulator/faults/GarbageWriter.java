package io.berth.simulator.faults;

import io.berth.contracts.Topics;
import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.Tenure;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.telemetry.HeartbeatEvent;
import io.berth.contracts.telemetry.HostBeat;
import io.berth.contracts.telemetry.HostLoad;
import io.berth.contracts.telemetry.KvpItem;
import io.berth.contracts.telemetry.KvpReported;
import io.berth.contracts.wire.EncodedEvent;
import io.berth.contracts.wire.EventCodec;
import io.berth.contracts.wire.EventEnvelope;
import io.berth.contracts.wire.Partitions;
import io.berth.simulator.runtime.BrokerLink;
import io.berth.simulator.runtime.HostDefinition;
import io.berth.simulator.runtime.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Writes records that must be refused. They look as much like good ones as they can. */
@ApplicationScoped
public class GarbageWriter {
    /** In an installation of the default partition count this is a partition that exists. */
    private static final int PARTITIONS = 6;

    /**
     * A boot far above any real one would make the monitor believe in a new life of the host, were
     * such a beat ever accepted; that is what the garbage is for.
     */
    private static final BootId FAR_BOOT = new BootId(1_000_000);

    private final EventCodec<HeartbeatEvent> codec = new EventCodec<>(Topics.HEARTBEATS);
    private final BrokerLink broker;
    private final Timer timer;

    @Inject
    GarbageWriter(BrokerLink broker, Timer timer) {
        this.broker = broker;
        this.timer = timer;
    }

    /** Writes one record of that kind in the name of a host. */
    public void write(HostDefinition host, Garbage garbage) {
        switch (garbage) {
            case NOT_JSON -> changed(good(host), "{\"host\": ", host.domain().value());
            case NO_HEADERS ->
                    broker.raw(
                            new ProducerRecord<>(
                                    topic(), bytes(host.domain().value()), good(host).payload()));
            case NULL_KEY -> changed(good(host), null, null);
            case NULL_VALUE ->
                    broker.raw(
                            new ProducerRecord<>(
                                    topic(),
                                    null,
                                    null,
                                    bytes(host.domain().value()),
                                    null,
                                    record(good(host)).headers()));
            case INVALID_EVENT ->
                    changed(
                            good(host),
                            text(good(host)).replace("\"sequence\":1", "\"sequence\":-1"),
                            host.domain().value());
            case KEY_MISMATCH -> changed(good(host), text(good(host)), "no-such-domain");
            case WRONG_PARTITION -> wrongPartition(host);
            case UNKNOWN_HOST ->
                    broker.raw(
                            record(
                                    encoded(
                                            beat(
                                                    new HostId("host-" + UUID.randomUUID()),
                                                    host.domain()))));
            case TOO_LARGE ->
                    changed(
                            good(host),
                            " ".repeat(EventCodec.MAX_PAYLOAD + 1),
                            host.domain().value());
            case KVP_VERSION ->
                    broker.kvp(UUID.randomUUID().toString(), timer.wallClock(), version(host.id()));
        }
    }

    private void wrongPartition(HostDefinition host) {
        int right = Partitions.of(host.domain().value(), PARTITIONS);
        broker.raw(good(host).toRecord(broker.topicPrefix(), (right + 1) % PARTITIONS));
    }

    private static KvpReported version(HostId host) {
        return new KvpReported(
                new VmId("garbage-" + host),
                host,
                List.of(
                        new KvpItem(2, "OSVersion", "2.6.32-71..29.\u0000.el6".repeat(40)),
                        new KvpItem(2, "OSMajorVersion", "99999999999999999999"),
                        new KvpItem(2, "k".repeat(600), "<script>alert(1)</script>")));
    }

    private void changed(EncodedEvent good, @Nullable String value, @Nullable String key) {
        ProducerRecord<byte[], byte[]> record = record(good);
        broker.raw(
                new ProducerRecord<>(
                        record.topic(),
                        null,
                        null,
                        key == null ? null : bytes(key),
                        value == null ? record.value() : bytes(value),
                        record.headers()));
    }

    private EncodedEvent good(HostDefinition host) {
        return encoded(beat(host.id(), host.domain()));
    }

    private EncodedEvent encoded(HostBeat beat) {
        return codec.encode(
                new EventEnvelope<>(
                        UUID.randomUUID().toString(),
                        "/berth/garbage",
                        timer.wallClock(),
                        null,
                        beat));
    }

    private HostBeat beat(HostId host, DomainId domain) {
        return new HostBeat(
                host,
                domain,
                FAR_BOOT,
                Tenure.NONE,
                1,
                0,
                true,
                true,
                timer.wallClock(),
                new HostLoad(0, MiB.ZERO),
                "",
                null);
    }

    private ProducerRecord<byte[], byte[]> record(EncodedEvent event) {
        return event.toRecord(broker.topicPrefix(), null);
    }

    private String topic() {
        return Topics.HEARTBEATS.name(broker.topicPrefix());
    }

    private static String text(EncodedEvent event) {
        return new String(event.payload(), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
