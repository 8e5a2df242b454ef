package io.berth.monitoring.app;

import io.berth.contracts.ids.DomainId;
import io.berth.contracts.telemetry.DetectionSet;
import io.berth.contracts.telemetry.HeartbeatEvent;
import io.berth.contracts.telemetry.HostBeat;
import io.berth.contracts.telemetry.MonitorTick;
import io.berth.contracts.telemetry.PowerOffProven;
import io.berth.contracts.telemetry.QuarantineLifted;
import io.berth.contracts.telemetry.RosterSet;
import io.berth.contracts.wire.Decoded;
import io.berth.contracts.wire.EventCodec;
import io.berth.contracts.wire.Partitions;
import io.berth.contracts.wire.RejectionCode;
import io.berth.monitoring.app.Findings.Result;
import io.berth.monitoring.domain.LogMark;
import io.berth.monitoring.domain.Outcome;
import io.berth.monitoring.domain.PartitionFold;
import io.berth.monitoring.domain.Refusal;
import io.berth.monitoring.domain.guest.GuestFold;
import io.berth.monitoring.domain.pace.BeatPace;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * From the bytes of one partition's records to findings: decode, check the partition, fold. This is
 * the whole hot path of heartbeats; it touches neither database nor broker. Not safe for several
 * threads.
 */
public final class PartitionReader {
    /** More domains in one partition than this are looked up by hashing each time. */
    private static final int MAX_KNOWN_DOMAINS = 100_000;

    private final int partition;
    private final int partitions;
    private final EventCodec<HeartbeatEvent> codec;
    private final PartitionFold fold;
    private final GuestFold guests;
    private final BeatPace pace;
    private final LetterBudget letters = new LetterBudget();
    private final Map<DomainId, Boolean> belongsHere = new HashMap<>();
    private long pacedTo;

    /**
     * @param partition that is read
     * @param partitions how many the topic has
     * @param fold that of this partition
     * @param guests of this partition
     * @param pace how many beats of one host are read
     */
    public PartitionReader(
            int partition,
            int partitions,
            EventCodec<HeartbeatEvent> codec,
            PartitionFold fold,
            GuestFold guests,
            BeatPace pace) {
        this.partition = partition;
        this.partitions = partitions;
        this.codec = codec;
        this.fold = fold;
        this.guests = guests;
        this.pace = pace;
    }

    /** The fold that is read into. */
    public PartitionFold fold() {
        return fold;
    }

    /** The fold of guests that is read into. */
    public GuestFold guests() {
        return guests;
    }

    /**
     * Reads one record; records come in the order of their offsets. Those from before the fold's
     * next offset are counted for their hosts' pace alone.
     */
    public void read(ConsumerRecord<byte[], byte[]> record, Findings findings) {
        String host = BeatPeek.hostOf(record);
        boolean passes = host == null || passes(host, record);
        if (record.offset() < fold.nextOffset()) {
            findings.count(Result.REPEATED);
            return;
        }
        LogMark mark =
                new LogMark(
                        record.offset(),
                        record.timestamp(),
                        record.leaderEpoch().orElse(LogMark.NO_EPOCH));
        if (host != null && !passes) {
            limit(host, record, mark, findings);
            return;
        }
        switch (codec.decode(record.key(), record.headers(), record.value())) {
            case Decoded.Known<HeartbeatEvent> known -> {
                HeartbeatEvent event = known.envelope().event();
                if (host == null
                        && event instanceof HostBeat beat
                        && !passes(beat.host().value(), record)) {
                    limit(beat.host().value(), record, mark, findings);
                } else if (isOfThisPartition(event)) {
                    apply(record, mark, event, findings);
                } else {
                    fold(mark, null, findings);
                    reject(
                            record,
                            RejectionCode.WRONG_PARTITION,
                            "it lies in partition %d and belongs elsewhere by murmur2 over %d"
                                    .formatted(partition, partitions),
                            findings);
                }
            }
            case Decoded.Unknown<HeartbeatEvent> _ -> {
                fold(mark, null, findings);
                findings.count(Result.UNKNOWN_TYPE);
            }
            case Decoded.Rejected<HeartbeatEvent> rejected -> {
                fold(mark, null, findings);
                reject(record, rejected.code(), rejected.detail(), findings);
            }
        }
    }

    private void apply(
            ConsumerRecord<byte[], byte[]> record,
            LogMark mark,
            @Nullable HeartbeatEvent event,
            Findings findings) {
        switch (fold(mark, event, findings)) {
            case Outcome.Plain plain ->
                    findings.count(
                            switch (plain) {
                                case ACCEPTED -> Result.ACCEPTED;
                                case STALE -> Result.STALE;
                                case FOLDED, UNCHANGED, TIMESTAMP_ONLY -> Result.CONTROL;
                                case ALREADY_FOLDED -> Result.REPEATED;
                            });
            case Outcome.Refused refused -> {
                boolean aBeat = event instanceof HostBeat;
                if (refused.first() && (!aBeat || letters.allows(record.timestamp()))) {
                    findings.rejected()
                            .add(
                                    new Findings.Rejected(
                                            record,
                                            RejectionCode.REFUSED,
                                            refused.refusal().explain()));
                }
                findings.count(aBeat ? Result.UNKNOWN_HOST : Result.REJECTED);
            }
        }
    }

    /** Whether a beat is within its host's pace; each record counts once. */
    private boolean passes(String host, ConsumerRecord<byte[], byte[]> record) {
        if (record.offset() < pacedTo) {
            return true;
        }
        pacedTo = record.offset() + 1;
        return pace.admits(host, record.timestamp());
    }

    private void limit(
            String host, ConsumerRecord<byte[], byte[]> record, LogMark mark, Findings findings) {
        fold(mark, null, findings);
        findings.count(Result.LIMITED);
        if (pace.tells(host, record.timestamp()) && letters.allows(record.timestamp())) {
            findings.rejected()
                    .add(
                            new Findings.Rejected(
                                    record,
                                    RejectionCode.REFUSED,
                                    new Refusal.TooManyBeats(host, pace.perSecond()).explain()));
        }
    }

    /** Folds a record into what is known of hosts, and what that says into what is of guests. */
    private Outcome fold(LogMark mark, @Nullable HeartbeatEvent event, Findings findings) {
        int known = findings.transitions().size();
        Outcome outcome = fold.apply(mark, event, findings.transitions());
        for (int i = known; i < findings.transitions().size(); i++) {
            guests.heard(findings.transitions().get(i), findings.guests());
        }
        if (outcome == Outcome.Plain.ACCEPTED && event instanceof HostBeat beat) {
            guests.beat(beat, fold.logTimeMillis(), findings.guests());
        } else if (outcome == Outcome.Plain.FOLDED && event instanceof RosterSet roster) {
            guests.roster(roster, fold.logTimeMillis(), findings.guests());
        }
        return outcome;
    }

    private void reject(
            ConsumerRecord<byte[], byte[]> record,
            RejectionCode code,
            String detail,
            Findings findings) {
        if (letters.allows(record.timestamp())) {
            findings.rejected().add(new Findings.Rejected(record, code, detail));
            findings.count(Result.REJECTED);
        } else {
            findings.count(Result.REJECTED_UNTOLD);
        }
    }

    private boolean isOfThisPartition(HeartbeatEvent event) {
        return switch (event) {
            case HostBeat beat -> isOfThisPartition(beat.domain());
            case MonitorTick tick -> tick.partition() == partition;
            case RosterSet roster -> isOfThisPartition(roster.domain());
            case PowerOffProven proof -> isOfThisPartition(proof.domain());
            case QuarantineLifted word -> isOfThisPartition(word.domain());
            case DetectionSet set -> isOfThisPartition(set.domain());
        };
    }

    private boolean isOfThisPartition(DomainId domain) {
        Boolean known = belongsHere.get(domain);
        if (known != null) {
            return known;
        }
        boolean here = Partitions.of(domain.value(), partitions) == partition;
        if (belongsHere.size() < MAX_KNOWN_DOMAINS) {
            belongsHere.put(domain, here);
        }
        return here;
    }
}
