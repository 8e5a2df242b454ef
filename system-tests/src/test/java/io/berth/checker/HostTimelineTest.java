package io.berth.checker;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.checker.Finding.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Runs are claimed only where they are certain, to the millisecond. */
class HostTimelineTest {
    private static final Vm VM = new Vm("a");
    private static final Map<Vm, Epoch> RUNS = Map.of(VM, new Epoch(1));
    private static final Host ONE = new Host("one");
    private static final Host TWO = new Host("two");

    private final List<Observation> observations = new ArrayList<>();
    private long offset;

    @Test
    void aRunLastsFromTheFirstLookAtTheLatestToTheLastLookAtTheEarliest() {
        beat(ONE, 10_000, 7, 6, RUNS);
        beat(ONE, 10_500, 8, 7, RUNS);
        beat(ONE, 11_000, 9, 8, RUNS);

        Run run = runs(ONE).getFirst();
        assertThat(run.from()).isEqualTo(Story.at(10_000));
        assertThat(run.to()).isEqualTo(Story.at(10_500));
        assertThat(run.endedBy()).isNull();
    }

    @Test
    void anOverlapOfOneMillisecondIsADoubleRun() {
        assertThat(overlap(10_499)).contains(Kind.RAN_TWICE);
    }

    @Test
    void aHandOverWithoutOverlapIsNone() {
        assertThat(overlap(10_500)).doesNotContain(Kind.RAN_TWICE);
    }

    private List<Kind> overlap(long secondStart) {
        beat(ONE, 10_000, 7, 6, RUNS);
        beat(ONE, 10_500, 8, 7, RUNS);
        beat(ONE, 11_000, 9, 8, RUNS);
        beat(ONE, 11_500, 10, 9, Map.of());
        Map<Vm, Epoch> higher = Map.of(VM, new Epoch(2));
        beat(TWO, secondStart, 1, 0, higher);
        beat(TWO, 12_000, 2, 1, higher);
        beat(TWO, 12_500, 3, 2, higher);
        Story story = new Story();
        story.observations.addAll(observations);
        story.definitions.add(new Definition(position(0), VM, Story.DOMAIN, true, false));
        return Edit.about(story.verdict(), VM.id());
    }

    @Test
    void aBeatAppendedLateDoesNotLengthenARun() {
        beat(ONE, 10_000, 7, 6, RUNS);
        beat(ONE, 10_500, 8, 7, RUNS);
        beat(ONE, 18_500, 9, 8, RUNS);
        beat(ONE, 18_510, 10, 8, Map.of());

        Run run = runs(ONE).getFirst();
        assertThat(run.to()).isEqualTo(Story.at(10_500));
        assertThat(run.endedBy()).isNotNull();
    }

    @Test
    void aBeatThatIsOvertakenWasMadeBeforeTheOneThatOvertookIt() {
        beat(ONE, 10_000, 7, 6, Map.of());
        beat(ONE, 10_600, 9, 7, Map.of());
        beat(ONE, 10_700, 8, 7, RUNS);
        beat(ONE, 11_000, 10, 9, Map.of());

        assertThat(runs(ONE)).hasSize(1);
        assertThat(runs(ONE).getFirst().to()).isBefore(runs(ONE).getFirst().from());
    }

    @Test
    void aBeatWithTheSameDigestRepeatsTheLastTableAndAnotherDigestSaysNothing() {
        beat(ONE, 10_000, 1, 0, RUNS);
        digest(10_500, 2, 1, RUNS.toString());
        digest(11_000, 3, 2, "unknown");
        digest(11_500, 4, 3, RUNS.toString());

        Run run = runs(ONE).getFirst();
        assertThat(run.to()).isEqualTo(Story.at(11_000));
        assertThat(HostTimeline.of(observations).get(ONE)).isNotNull();
    }

    @Test
    void aNewBootEndsEveryRunOfTheOldOne() {
        beat(ONE, 10_000, 7, 6, RUNS);
        beat(ONE, 10_500, 8, 7, RUNS);
        observations.add(
                new Observation.Table(
                        position(20_000), ONE, new Boot(2), true, "STARTED", Map.of()));
        beat(ONE, 20_100, 9, 8, RUNS);

        assertThat(runs(ONE)).hasSize(1);
        assertThat(runs(ONE).getFirst().endedBy())
                .isEqualTo(new Position("t", 0, 2, Story.at(20_000)));
    }

    @Test
    void aStopAtALowerEpochDoesNotEndARunAtAHigherOne() {
        beat(ONE, 10_000, 1, 0, Map.of(VM, new Epoch(5)));
        stopped(10_100, 4);
        assertThat(runs(ONE).getFirst().endedBy()).isNull();

        stopped(10_200, 5);
        assertThat(runs(ONE).getFirst().endedBy()).isNotNull();
    }

    @Test
    void aBeatThatMayHaveBeenMadeBeforeAReportedStartDoesNotDenyIt() {
        beat(ONE, 10_000, 1, 0, Map.of());
        report(10_490, 1, Observation.Outcome.STARTED);
        beat(ONE, 10_500, 2, 1, Map.of());
        assertThat(runs(ONE).getFirst().endedBy()).isNull();

        beat(ONE, 11_000, 3, 2, Map.of());
        assertThat(runs(ONE).getFirst().endedBy()).isNotNull();
    }

    @Test
    void aBeatThatMayHaveBeenMadeBeforeAReportedStopDoesNotDenyIt() {
        beat(ONE, 10_000, 1, 0, RUNS);
        stopped(10_490, 1);
        beat(ONE, 10_500, 2, 1, RUNS);
        assertThat(runs(ONE)).hasSize(1);
        assertThat(runs(ONE).getFirst().endedBy()).isNotNull();

        beat(ONE, 11_000, 3, 2, RUNS);
        assertThat(runs(ONE)).hasSize(2);
    }

    private void stopped(long millis, long epoch) {
        report(millis, epoch, Observation.Outcome.STOPPED);
    }

    private void report(long millis, long epoch, Observation.Outcome outcome) {
        observations.add(
                new Observation.Completion(
                        position(millis), ONE, new Boot(1), VM, new Epoch(epoch), outcome));
    }

    private List<Run> runs(Host host) {
        HostTimeline timeline = HostTimeline.of(observations).get(host);
        return timeline == null ? List.of() : timeline.runs();
    }

    private Position position(long millis) {
        return new Position("t", 0, offset++, Story.at(millis));
    }

    private void beat(
            Host host, long millis, long sequence, long acknowledged, Map<Vm, Epoch> running) {
        add(host, millis, sequence, acknowledged, running.toString(), running);
    }

    private void digest(long millis, long sequence, long acknowledged, String digest) {
        add(ONE, millis, sequence, acknowledged, digest, null);
    }

    private void add(
            Host host,
            long millis,
            long sequence,
            long acknowledged,
            String digest,
            @Nullable Map<Vm, Epoch> running) {
        observations.add(
                new Observation.Beat(
                        position(millis),
                        host,
                        new Boot(1),
                        sequence,
                        acknowledged,
                        false,
                        digest,
                        running));
    }
}
