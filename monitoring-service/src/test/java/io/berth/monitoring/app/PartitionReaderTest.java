package io.berth.monitoring.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.Topics;
import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.Tenure;
import io.berth.contracts.telemetry.HeartbeatEvent;
import io.berth.contracts.telemetry.HostBeat;
import io.berth.contracts.telemetry.HostLoad;
import io.berth.contracts.telemetry.PowerOffProven;
import io.berth.contracts.telemetry.RosterSet;
import io.berth.contracts.timing.LeaseTimings;
import io.berth.contracts.wire.EncodedEvent;
import io.berth.contracts.wire.EventCodec;
import io.berth.contracts.wire.EventEnvelope;
import io.berth.monitoring.app.Findings.Result;
import io.berth.monitoring.domain.FoldSnapshot;
import io.berth.monitoring.domain.PartitionFold;
import io.berth.monitoring.domain.guest.GuestBook;
import io.berth.monitoring.domain.guest.GuestFold;
import io.berth.monitoring.domain.guest.GuestSnapshot;
import io.berth.monitoring.domain.guest.WatchDefaults;
import io.berth.monitoring.domain.pace.BeatPace;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class PartitionReaderTest {
    private static final DomainId DOMAIN = new DomainId("c1");
    private static final HostId MAD = new HostId("mad");
    private static final HostId SANE = new HostId("sane");
    private static final int LIMIT = 10;
    private static final EventCodec<HeartbeatEvent> CODEC = new EventCodec<>(Topics.HEARTBEATS);

    private final List<ConsumerRecord<byte[], byte[]>> log = new ArrayList<>();
    private final Findings findings = new Findings();

    private void append(long millis, HeartbeatEvent event) {
        EncodedEvent encoded =
                CODEC.encode(
                        new EventEnvelope<>(
                                "id-" + log.size(), "/test", Instant.EPOCH, null, event));
        append(millis, event, encoded.payload());
    }

    private void append(long millis, HeartbeatEvent event, byte[] payload) {
        EncodedEvent encoded =
                CODEC.encode(
                        new EventEnvelope<>(
                                "id-" + log.size(), "/test", Instant.EPOCH, null, event));
        RecordHeaders headers = new RecordHeaders();
        encoded.headers()
                .forEach(
                        (name, value) -> headers.add(name, value.getBytes(StandardCharsets.UTF_8)));
        log.add(
                new ConsumerRecord<>(
                        Topics.HEARTBEATS.name(),
                        0,
                        log.size(),
                        millis,
                        TimestampType.LOG_APPEND_TIME,
                        0,
                        payload.length,
                        encoded.key().getBytes(StandardCharsets.UTF_8),
                        payload,
                        headers,
                        Optional.of(0)));
    }

    private static HostBeat beat(HostId host, long sequence) {
        return new HostBeat(
                host,
                DOMAIN,
                new BootId(1),
                new Tenure(1),
                sequence,
                sequence - 1,
                true,
                false,
                Instant.EPOCH,
                new HostLoad(1, new MiB(1)),
                "",
                null);
    }

    private static PartitionReader reader(FoldSnapshot from) {
        return new PartitionReader(
                0,
                1,
                CODEC,
                new PartitionFold(LeaseTimings.DEFAULT, from),
                new GuestFold(
                        new GuestBook(WatchDefaults.STANDARD, Map.of(), () -> true),
                        GuestSnapshot.EMPTY),
                new BeatPace(LIMIT));
    }

    private Map<Result, Long> read(PartitionReader reader, int from, int to) {
        log.subList(from, to).forEach(record -> reader.read(record, findings));
        return Map.copyOf(findings.drainCounts());
    }

    @Test
    void ofOneMadAgentSoManyBeatsASecondAreReadAndItsNeighboursAreAllHeard() {
        append(0, new RosterSet(DOMAIN, 1, List.of(MAD, SANE)));
        for (int i = 1; i <= 1000; i++) {
            append(i, beat(MAD, i));
            if (i % 500 == 0) {
                append(i, beat(SANE, i / 500));
            }
        }

        Map<Result, Long> counts = read(reader(FoldSnapshot.empty(0)), 0, log.size());

        assertThat(counts)
                .containsEntry(Result.ACCEPTED, LIMIT + 1L + 2)
                .containsEntry(Result.LIMITED, 1000L - LIMIT - 1);
        assertThat(findings.rejected()).hasSize(1);
        assertThat(findings.rejected().getFirst().detail()).contains("mad").contains("10 beats");
    }

    @Test
    void aBeatWhoseHostDoesNotStandFirstIsLimitedAllTheSame() {
        append(0, new RosterSet(DOMAIN, 1, List.of(MAD, SANE)));
        for (int i = 1; i <= 100; i++) {
            HostBeat beat = beat(MAD, i);
            String json =
                    new String(
                            CODEC.encode(
                                            new EventEnvelope<>(
                                                    "x", "/test", Instant.EPOCH, null, beat))
                                    .payload(),
                            StandardCharsets.UTF_8);
            append(i, beat, (" " + json).getBytes(StandardCharsets.UTF_8));
        }

        assertThat(read(reader(FoldSnapshot.empty(0)), 0, log.size()))
                .containsEntry(Result.ACCEPTED, (long) LIMIT)
                .containsEntry(Result.LIMITED, 100L - LIMIT);
    }

    /** It begins as a beat does, and a mad agent must not drown it. */
    @Test
    void anOperatorsWordAboutAMadHostIsAlwaysRead() {
        append(0, new RosterSet(DOMAIN, 1, List.of(MAD, SANE)));
        for (int i = 1; i <= 100; i++) {
            append(i, beat(MAD, i));
        }
        append(101, new PowerOffProven(MAD, DOMAIN, PowerOffProven.Source.OPERATOR, "ada"));

        read(reader(FoldSnapshot.empty(0)), 0, log.size());

        assertThat(findings.rejected())
                .anySatisfy(rejected -> assertThat(rejected.detail()).contains("is not off"));
    }

    @Test
    void anotherOwnerThatStartsWithTheSecondDropsTheSameBeats() {
        append(0, new RosterSet(DOMAIN, 1, List.of(MAD, SANE)));
        for (int i = 1; i <= 3000; i++) {
            append(i, beat(MAD, i));
        }
        PartitionReader first = reader(FoldSnapshot.empty(0));
        read(first, 0, 1500);
        FoldSnapshot saved = first.fold().snapshot();
        read(first, 1500, log.size());

        PartitionReader second = reader(saved);
        int startOfSecond = 1000;
        Map<Result, Long> counts = read(second, startOfSecond, log.size());

        assertThat(second.fold().snapshot()).isEqualTo(first.fold().snapshot());
        assertThat(counts)
                .containsEntry(Result.REPEATED, 500L)
                .containsEntry(Result.ACCEPTED, LIMIT + 1L);
    }

    @Test
    void aFloodOfGarbageDoesNotFillTheDatabase() {
        for (int i = 0; i < 2 * LetterBudget.PER_MINUTE; i++) {
            append(0, beat(new HostId("stranger-" + i), 1));
            append(0, beat(SANE, 1), "{".getBytes(StandardCharsets.UTF_8));
        }

        Map<Result, Long> counts = read(reader(FoldSnapshot.empty(0)), 0, log.size());

        assertThat(findings.rejected()).hasSize(LetterBudget.PER_MINUTE);
        assertThat(counts)
                .containsEntry(Result.UNKNOWN_HOST, 2L * LetterBudget.PER_MINUTE)
                .containsKey(Result.REJECTED_UNTOLD);
    }
}
