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
import io.berth.contracts.wire.EncodedEvent;
import io.berth.contracts.wire.EventCodec;
import io.berth.contracts.wire.EventEnvelope;
import io.berth.monitoring.domain.LogMark;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * A partition of {@code telemetry.heartbeats} as a healthy fleet writes it: every host beats twice
 * a second, evenly spread, each beat acknowledges the one before, and every twentieth beat of a
 * host carries its table of ten VMs.
 */
final class BeatLog {
    /** Hosts of one cluster. */
    static final int CLUSTER = 40;

    private static final int BEAT_MILLIS = 500;
    private static final int TABLE_EVERY = 20;
    private static final int VMS = 10;
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    /** A record as the consumer hands it over. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record RawBeat(LogMark mark, byte[] key, Headers headers, byte[] value) {}

    private final List<RosterSet> rosters;
    private final List<RawBeat> beats;

    private BeatLog(List<RosterSet> rosters, List<RawBeat> beats) {
        this.rosters = rosters;
        this.beats = beats;
    }

    /** The rosters of all clusters; they belong before the first beat. */
    List<RosterSet> rosters() {
        return rosters;
    }

    /** The beats in the order of the log. */
    List<RawBeat> beats() {
        return beats;
    }

    /** Where the rosters lie. */
    LogMark rosterMark(int index) {
        return new LogMark(index, START.toEpochMilli(), 0);
    }

    /**
     * Writes a log.
     *
     * @param hosts a multiple of {@link #CLUSTER}
     * @param rounds beats of each host
     */
    static BeatLog write(int hosts, int rounds) {
        EventCodec<HeartbeatEvent> codec = new EventCodec<>(Topics.HEARTBEATS);
        List<RosterSet> rosters = new ArrayList<>();
        for (int cluster = 0; cluster < hosts / CLUSTER; cluster++) {
            int first = cluster * CLUSTER;
            rosters.add(
                    new RosterSet(
                            domain(first),
                            1,
                            IntStream.range(first, first + CLUSTER)
                                    .mapToObj(BeatLog::host)
                                    .toList()));
        }
        List<RawBeat> beats = new ArrayList<>(hosts * rounds);
        long offset = rosters.size();
        for (int round = 1; round <= rounds; round++) {
            for (int host = 0; host < hosts; host++) {
                long millis = (long) (round - 1) * BEAT_MILLIS + (long) host * BEAT_MILLIS / hosts;
                Instant at = START.plusMillis(millis);
                beats.add(raw(codec, beat(host, round, at), at, offset++));
            }
        }
        return new BeatLog(rosters, beats);
    }

    private static RawBeat raw(
            EventCodec<HeartbeatEvent> codec, HostBeat beat, Instant at, long offset) {
        EncodedEvent encoded =
                codec.encode(
                        new EventEnvelope<>(
                                beat.host() + "/" + beat.boot() + "/" + beat.sequence(),
                                "/hosts/" + beat.host(),
                                at,
                                null,
                                beat));
        Headers headers = new RecordHeaders();
        encoded.headers()
                .forEach(
                        (name, value) -> headers.add(name, value.getBytes(StandardCharsets.UTF_8)));
        return new RawBeat(
                new LogMark(offset, at.toEpochMilli(), 0),
                encoded.key().getBytes(StandardCharsets.UTF_8),
                headers,
                encoded.payload());
    }

    private static HostBeat beat(int host, long sequence, Instant at) {
        return new HostBeat(
                host(host),
                domain(host),
                new BootId(1),
                new Tenure(1),
                sequence,
                sequence - 1,
                true,
                false,
                at,
                new HostLoad(37.5, MiB.ofGiB(48)),
                "9f86d081884c7d65",
                (sequence + host) % TABLE_EVERY == 0 ? table(host) : null);
    }

    private static @Nullable List<VmObservation> table(int host) {
        return IntStream.range(0, VMS)
                .mapToObj(vm ->
                        new VmObservation(
                                new VmId("vm-%05d-%02d".formatted(host, vm)),
                                new Epoch(3),
                                VmPower.RUNNING,
                                IntegrationHeartbeat.OK))
                .toList();
    }

    private static HostId host(int host) {
        return new HostId("host-%05d".formatted(host));
    }

    private static DomainId domain(int host) {
        return new DomainId("cluster-%03d".formatted(host / CLUSTER));
    }
}
