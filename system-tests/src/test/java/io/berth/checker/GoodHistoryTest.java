package io.berth.checker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What must not be called broken. */
class GoodHistoryTest {
    @Test
    void aGoodDayPassesAndItsFiguresAreThoseOfTheRecords() {
        Verdict verdict = Story.good().verdict();

        assertThat(verdict.findings()).isEmpty();
        assertThat(verdict.scope().definedVms()).isEqualTo(30);
        assertThat(verdict.scope().highlyAvailableVms()).isEqualTo(29);
        assertThat(verdict.recoveries())
                .containsExactly(
                        new Verdict.Recovery(
                                Story.DEAD,
                                5,
                                Duration.ofMillis(5_020),
                                4,
                                Duration.ofMillis(66),
                                4,
                                Duration.ofMillis(96)));
    }

    @Test
    void everyDecisionAndFactMayBePublishedTwiceUnderOneId() {
        Story story = Story.good();
        List<Decision> twice = new ArrayList<>(story.decisions);
        twice.addAll(story.decisions);
        story.decisions.clear();
        story.decisions.addAll(twice);
        story.nodeFacts.addAll(List.copyOf(story.nodeFacts));

        assertThat(story.verdict().findings()).isEmpty();
    }

    @Test
    void relayedCopiesOfBeatsChangeNothing() {
        Story story = Story.good();
        for (Observation observation : List.copyOf(story.observations)) {
            if (observation instanceof Observation.Beat beat
                    && beat.at().time().isBefore(Story.at(Story.CRASH))) {
                story.observations.add(
                        new Observation.Beat(
                                Edit.later(beat.at(), 3_000),
                                beat.host(),
                                beat.boot(),
                                beat.sequence(),
                                beat.acknowledged(),
                                beat.fenced(),
                                beat.digest(),
                                beat.running()));
            }
        }

        assertThat(story.verdict().findings()).isEmpty();
    }

    @Test
    void aVmWithoutRoomIsExcusedWhenEveryRefusalIsExplained() {
        Story story = Story.good();
        Vm vm = Story.vm(1);
        Edit.withhold(story, vm);
        story.decisions.add(
                new Decision.Unplaceable(
                        story.position("placement.decisions", Story.FAILED + 60),
                        story.eventId(),
                        vm,
                        new Epoch(1),
                        true));
        story.unplaceableAllowed = true;
        story.answersExpected = false;

        assertThat(story.verdict().findings()).isEmpty();
    }
}
