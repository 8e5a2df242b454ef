package io.berth.benchmarks;

import io.berth.contracts.Topics;
import io.berth.contracts.monitoring.NodeEvent;
import io.berth.contracts.telemetry.HeartbeatEvent;
import io.berth.contracts.timing.LeaseTimings;
import io.berth.contracts.wire.Decoded;
import io.berth.contracts.wire.EventCodec;
import io.berth.monitoring.domain.FoldSnapshot;
import io.berth.monitoring.domain.Outcome;
import io.berth.monitoring.domain.PartitionFold;
import java.util.ArrayList;
import java.util.List;

/**
 * One partition with all hosts of a fleet in it, read from the beginning to the end in three ways.
 */
final class BeatReading {
    private final BeatLog log;
    private final EventCodec<HeartbeatEvent> codec = new EventCodec<>(Topics.HEARTBEATS);

    /** A log of about 40,000 beats of so many hosts. */
    BeatReading(int hosts) {
        log = BeatLog.write(hosts, 40_000 / hosts);
    }

    /** How many beats there are. */
    int beats() {
        return log.beats().size();
    }

    /** The ceiling: each byte of each record is looked at once. */
    long bytes() {
        long sum = 0;
        for (BeatLog.RawBeat beat : log.beats()) {
            for (byte b : beat.value()) {
                sum += b;
            }
        }
        return sum;
    }

    /** Records to events; returns how many of them are. */
    long decode() {
        long known = 0;
        for (BeatLog.RawBeat beat : log.beats()) {
            if (codec.decode(beat.key(), beat.headers(), beat.value()) instanceof Decoded.Known) {
                known++;
            }
        }
        return known;
    }

    /** Records to events to facts about hosts; returns how many beats were accepted. */
    long decodeAndFold() {
        PartitionFold fold = new PartitionFold(LeaseTimings.DEFAULT, FoldSnapshot.empty(0));
        List<NodeEvent> found = new ArrayList<>();
        for (int i = 0; i < log.rosters().size(); i++) {
            fold.apply(log.rosterMark(i), log.rosters().get(i), found);
        }
        long accepted = 0;
        for (BeatLog.RawBeat beat : log.beats()) {
            Decoded<HeartbeatEvent> decoded =
                    codec.decode(beat.key(), beat.headers(), beat.value());
            if (decoded instanceof Decoded.Known<HeartbeatEvent>(var envelope)
                    && fold.apply(beat.mark(), envelope.event(), found) == Outcome.Plain.ACCEPTED) {
                accepted++;
            }
        }
        return accepted;
    }
}
