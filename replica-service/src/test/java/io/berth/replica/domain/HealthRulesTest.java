package io.berth.replica.domain;

import static io.berth.replica.domain.Samples.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.ids.CycleNumber;
import io.berth.contracts.replica.ReplicationState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HealthRulesTest {
    /** Made at 0, of 30 s, and so it stands at {@code now}. */
    private static Relationship standing(
            ReplicationState state,
            @Nullable ReplicationState resumeTo,
            @Nullable Instant lastPoint,
            @Nullable Instant targetLost,
            CycleWindow recent,
            Instant nextDue) {
        Relationship fresh = Samples.fresh();
        return new Relationship(
                fresh.agreement(),
                new Phase(state, resumeTo, at(0)),
                new Agenda(nextDue, null, null),
                null,
                new Progress(
                        CycleNumber.FIRST,
                        lastPoint,
                        lastPoint == null ? at(0) : lastPoint,
                        0,
                        targetLost,
                        recent));
    }

    private static Relationship replicating(long missed, long completed) {
        CycleWindow recent = CycleWindow.startingAt(at(0)).missedAt(at(0), missed);
        for (long i = 0; i < completed; i++) {
            recent = recent.completedAt(at(0));
        }
        return standing(ReplicationState.REPLICATING, null, at(0), null, recent, at(30));
    }

    private static List<String> codes(Relationship relationship, Instant now) {
        return HealthRules.judge(relationship, now).reasons().stream()
                .map(Health.Reason::code)
                .toList();
    }

    @Test
    void isNormalWhileItReplicatesAsAgreed() {
        Health health = HealthRules.judge(replicating(0, 5), at(20));

        assertThat(health).isEqualTo(new Health(Health.Status.NORMAL, List.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, false",
        "0, 9, false",
        "1, 5, false",
        "1, 4, true",
        "24, 97, false",
        "24, 96, true",
        "1, 0, true"
    })
    void warnsWhenAFifthOfTheCyclesWasMissed(long missed, long completed, boolean warned) {
        assertThat(codes(replicating(missed, completed), at(20)))
                .isEqualTo(warned ? List.of("cycles-missed") : List.of());
    }

    @Test
    void aDelayCountsBeforeItEnds() {
        Health health = HealthRules.judge(replicating(0, 4), at(65));

        assertThat(health.reasons())
                .as("the slot at 60 passed while that at 30 waits")
                .containsExactly(new Health.Reason.CyclesMissed(1, 5, 20));
        assertThat(health.status()).isEqualTo(Health.Status.WARNING);
    }

    @ParameterizedTest
    @CsvSource({"89, false", "90, true", "500, true"})
    void isCriticalWhenTheTargetIsAwayForThreeIntervals(long since, boolean critical) {
        Relationship lost =
                standing(
                        ReplicationState.REPLICATING,
                        null,
                        at(0),
                        at(0),
                        CycleWindow.startingAt(at(0)),
                        at(30).plus(Duration.ofDays(1)));

        assertThat(codes(lost, at(since)).contains("target-unreachable")).isEqualTo(critical);
    }

    @ParameterizedTest
    @CsvSource({"3600, false", "3601, true"})
    void warnsWhenNothingWasSentForAnHour(long age, boolean warned) {
        Relationship silent =
                standing(
                        ReplicationState.REPLICATING,
                        null,
                        at(0),
                        null,
                        CycleWindow.startingAt(at(0)),
                        at(0).plus(Duration.ofDays(1)));

        assertThat(codes(silent, at(age)).contains("nothing-sent")).isEqualTo(warned);
    }

    @ParameterizedTest
    @CsvSource({
        // disk, pending, changed/s, sent/s, away: half of 80,000 is the limit
        "80000, 0, 10, 0, false, true, PT1H6M40S, false",
        "80000, 4000, 10, 0, false, true, PT1H, false",
        "80000, 4010, 10, 0, false, true, PT59M59S, true",
        "80000, 4010, 10, 9, false, true, PT9H59M50S, false",
        "80000, 39990, 10, 10, false, false, , false",
        "80000, 39990, 10, 500, true, true, PT1S, true",
        ", 39990, 10, 0, true, false, , false"
    })
    void warnsAnHourBeforeTheLogIsTooLarge(
            @Nullable Long disk,
            long pending,
            long changed,
            long sent,
            boolean away,
            boolean known,
            @Nullable Duration left,
            boolean warned) {
        Relationship relationship =
                standing(
                        ReplicationState.REPLICATING,
                        null,
                        at(0),
                        away ? at(0) : null,
                        CycleWindow.startingAt(at(0)),
                        at(30));
        Relationship grows =
                new Relationship(
                        relationship.agreement(),
                        relationship.phase(),
                        relationship.agenda(),
                        null,
                        relationship
                                .progress()
                                .knowing(new ChangeLog(changed, sent, pending, disk, at(0))));

        assertThat(HealthRules.untilLimit(grows, at(0)).isPresent()).isEqualTo(known);
        assertThat(HealthRules.untilLimit(grows, at(0)).orElse(null)).isEqualTo(left);
        assertThat(codes(grows, at(0)).contains("log-grows")).isEqualTo(warned);
    }

    @ParameterizedTest
    @CsvSource({
        "INITIAL_PENDING, , WARNING, initial-copy-incomplete",
        "INITIAL_RUNNING, , WARNING, initial-copy-incomplete",
        "RESYNC_REQUIRED, , CRITICAL, resync-required",
        "RESYNCING, , CRITICAL, resync-required",
        "PAUSED, REPLICATING, WARNING, paused",
        "PAUSED, INITIAL_PENDING, WARNING, initial-copy-incomplete paused",
        "PAUSED, RESYNC_REQUIRED, CRITICAL, resync-required paused"
    })
    void judgesTheState(
            ReplicationState state,
            @Nullable ReplicationState resumeTo,
            Health.Status status,
            String codes) {
        Relationship relationship =
                standing(state, resumeTo, null, null, CycleWindow.startingAt(at(0)), at(30));
        Health health = HealthRules.judge(relationship, at(20));

        assertThat(health.status()).isEqualTo(status);
        assertThat(codes(relationship, at(20))).containsExactly(codes.split(" ", -1));
        assertThat(health.reasons()).allMatch(reason -> !reason.detail().isBlank());
    }
}
