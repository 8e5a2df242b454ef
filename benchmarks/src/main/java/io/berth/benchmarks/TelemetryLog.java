package io.berth.benchmarks;

import io.berth.contracts.Topics;
import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.Tenure;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.telemetry.HeartbeatEvent;
import io.berth.contracts.telemetry.HostBeat;
import io.berth.contracts.telemetry.HostLoad;
import io.berth.contracts.telemetry.IntegrationHeartbeat;
import io.berth.contracts.telemetry.RosterSet;
import io.berth.contracts.telemetry.VmObservation;
import io.berth.contracts.telemetry.VmPower;
import io.berth.contracts.wire.EventCodec;
import io.berth.contracts.wire.EventEnvelope;
import java.time.Instant;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes beats of a healthy fleet into a real partition. */
final class TelemetryLog {
    /** Hosts of one cluster. */
    static final int CLUSTER = 50;

    private static final EventCodec<HeartbeatEvent> CODEC = new EventCodec<>(Topics.HEARTBEATS);
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final int BEAT_MILLIS = 500;

    private TelemetryLog() {}

    /**
     * What is written.
     *
     * @param prefix of the topic
     * @param hosts a multiple of {@link #CLUSTER}
     * @param rounds beats of each host
     * @param vms of each host
     * @param tableEvery each so-many-th beat carries the table; 0 for none
     * @param stamped whether each record gets the time at which the host would have sent it; else
     *     the broker stamps it
     */
    record Contents(
            String prefix, int hosts, int rounds, int vms, int tableEvery, boolean stamped) {
        int beats() {
            return hosts * rounds;
        }

        int rosters() {
            return hosts / CLUSTER;
        }
    }

    static void write(String bootstrap, Contents contents) {
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(
                        Map.of(
                                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                                bootstrap,
                                ProducerConfig.LINGER_MS_CONFIG,
                                "20",
                                ProducerConfig.BATCH_SIZE_CONFIG,
                                "262144"),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            for (int first = 0; first < contents.hosts(); first += CLUSTER) {
                send(producer, contents, roster(first), "roster-" + first, START);
            }
            for (int round = 1; round <= contents.rounds(); round++) {
                for (int host = 0; host < contents.hosts(); host++) {
                    long millis =
                            (long) (round - 1) * BEAT_MILLIS
                                    + (long) host * BEAT_MILLIS / contents.hosts();
                    HostBeat beat = beat(contents, host, round);
                    send(
                            producer,
                            contents,
                            beat,
                            beat.host() + "/1/" + round,
                            START.plusMillis(millis));
                }
            }
            producer.flush();
        }
    }

    private static void send(
            KafkaProducer<byte[], byte[]> producer,
            Contents contents,
            HeartbeatEvent event,
            String id,
            Instant at) {
        ProducerRecord<byte[], byte[]> record =
                CODEC.encode(new EventEnvelope<>(id, "/hosts/bench", at, null, event))
                        .toRecord(contents.prefix(), 0);
        producer.send(
                new ProducerRecord<>(
                        record.topic(),
                        0,
                        contents.stamped() ? Long.valueOf(at.toEpochMilli()) : null,
                        record.key(),
                        record.value(),
                        record.headers()));
    }

    private static RosterSet roster(int first) {
        return new RosterSet(
                domain(first),
                1,
                IntStream.range(first, first + CLUSTER).mapToObj(TelemetryLog::host).toList());
    }

    private static HostBeat beat(Contents contents, int host, long sequence) {
        boolean withTable =
                contents.tableEvery() > 0 && (sequence + host) % contents.tableEvery() == 0;
        return new HostBeat(
                host(host),
                domain(host),
                new BootId(1),
                new Tenure(1),
                sequence,
                sequence - 1,
                true,
                false,
                START,
                new HostLoad(37.5, MiB.ofGiB(48)),
                "9f86d081884c7d65",
                withTable
                        ? IntStream.range(0, contents.vms())
                                .mapToObj(vm ->
                                        new VmObservation(
                                                new VmId("vm-%05d-%02d".formatted(host, vm)),
                                                new Epoch(3),
                                                VmPower.RUNNING,
                                                IntegrationHeartbeat.OK))
                                .toList()
                        : null);
    }

    private static HostId host(int host) {
        return new HostId("host-%05d".formatted(host));
    }

    private static DomainId domain(int host) {
        return new DomainId("cluster-%03d".formatted(host / CLUSTER));
    }
}
