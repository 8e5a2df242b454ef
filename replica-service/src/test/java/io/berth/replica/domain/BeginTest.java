package io.berth.replica.domain;

import static io.berth.replica.domain.Samples.START;
import static io.berth.replica.domain.Samples.at;
import static io.berth.replica.domain.Samples.command;
import static io.berth.replica.domain.Samples.running;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.hosts.ChangeLogSize;
import io.berth.contracts.hosts.CycleTerms;
import io.berth.contracts.hosts.ReplicaCycleEnded;
import io.berth.contracts.hosts.ReplicaCycleEnded.Outcome;
import io.berth.contracts.hosts.RunReplicaCycle;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.replica.CycleKind;
import io.berth.contracts.replica.InitialCopyWay;
import io.berth.contracts.replica.ReplicationState;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** When cycles begin by their settings, and what makes everything be copied again. */
class BeginTest {
    private static final Instant OPENS = Instant.parse("2026-03-01T18:30:00Z");
    private static final long GIB = 1L << 30;

    private final CycleRules rules = new CycleRules(ReplicaPolicy.DEFAULT);
    private final OperatorRules operators = new OperatorRules(rules);

    private static Relationship with(
            List<Window> windows, InitialCopyWay first, @Nullable Instant when) {
        Settings settings =
                new Wish(
                                new Schedule(windows, ZoneOffset.UTC),
                                Settings.DEFAULT_RESYNC,
                                List.of("os"),
                                Duration.ofHours(1),
                                Settings.PLAIN.authentication(),
                                first,
                                when,
                                1_000_000L,
                                null)
                        .granted(null, 1);
        return Relationship.create(
                new Agreement(
                        new RelationshipId("r"),
                        new VmId("vm"),
                        Samples.TARGET,
                        3,
                        START,
                        new Grid(START, Frequency.EVERY_5_MINUTES),
                        settings),
                null);
    }

    private static Relationship plain(InitialCopyWay first) {
        return with(List.of(), first, null);
    }

    private Decision wake(Relationship relationship, Instant now) {
        return rules.wake(relationship, running(), HostStanding.UP, command(1), now);
    }

    private Decision.Ordered ordered(Relationship relationship, Instant now) {
        return (Decision.Ordered) wake(relationship, now);
    }

    private static CycleTerms terms(Decision.Ordered ordered) {
        return Objects.requireNonNull(ordered.order().terms());
    }

    private Relationship answered(
            Relationship relationship,
            RunReplicaCycle order,
            Outcome outcome,
            @Nullable ChangeLogSize log,
            Instant now) {
        ReplicaCycleEnded plain = Samples.answer(order, outcome);
        ReplicaCycleEnded told =
                new ReplicaCycleEnded(
                        plain.host(),
                        plain.domain(),
                        plain.boot(),
                        plain.tenure(),
                        plain.command(),
                        plain.relationship(),
                        plain.vm(),
                        plain.cycle(),
                        plain.outcome(),
                        plain.bytes(),
                        plain.took(),
                        plain.detail(),
                        plain.observedAt(),
                        log);
        return ((Decision.Ended) rules.answered(relationship, told, now)).after();
    }

    private Relationship copied(Relationship relationship, Instant now) {
        Decision.Ordered first = ordered(relationship, now);
        return answered(first.after(), first.order(), Outcome.COPIED, null, now.plusSeconds(1));
    }

    @Test
    void deltasKeepToTheWindows() {
        Relationship fresh =
                with(List.of(Window.parse("18:30-06:00")), InitialCopyWay.NETWORK_NOW, null);
        Relationship copied = copied(fresh, START);
        assertThat(copied.agenda().nextDue()).isEqualTo(OPENS);
        assertThat(copied.agenda().wakeAt()).isEqualTo(OPENS);
        var held = ((Decision.Rescheduled) wake(copied, at(600))).after();
        assertThat(held.agenda()).isEqualTo(new Agenda(OPENS, OPENS, HoldReason.OUTSIDE_WINDOW));
        assertThat(ordered(held, OPENS).merged()).isZero();
        // A cycle that the night could not carry out waits for the next night, as one.
        Relationship late = copied(held, OPENS);
        Decision morning = wake(late, Instant.parse("2026-03-02T06:00:00Z"));
        assertThat(((Decision.Rescheduled) morning).after().agenda().wakeAt())
                .isEqualTo(Instant.parse("2026-03-02T18:30:00Z"));
    }

    @Test
    void anOperatorsNowOpensTheWindowForOneCycle() {
        Relationship fresh =
                with(List.of(Window.parse("18:30-06:00")), InitialCopyWay.NETWORK_NOW, null);
        Relationship copied = copied(fresh, START);
        Relationship asked =
                ((Verdict.Accepted<OperatorRules.Changed>) operators.replicateNow(copied, at(60)))
                        .value()
                        .after();
        Relationship once = copied(asked, at(60));
        assertThat(once.progress().lastPoint()).isEqualTo(at(60));
        assertThat(wake(once, at(120))).isInstanceOf(Decision.Rescheduled.class);
    }

    @Test
    void theFirstCopyWaitsForItsMoment() {
        Relationship waits = with(List.of(), InitialCopyWay.SCHEDULED, at(900));
        assertThat(waits.agenda()).isEqualTo(new Agenda(at(900), at(900), null));
    }

    @Test
    void mediaAreWaitedForUntilSomebodySaysSo() {
        Relationship waits = plain(InitialCopyWay.EXTERNAL_MEDIA);
        assertThat(waits.agenda()).isEqualTo(new Agenda(START, null, HoldReason.AWAITS_MEDIA));
        assertThat(((Decision.Rescheduled) wake(waits, at(60))).after().agenda().wakeAt()).isNull();
        Principal admin = new Principal("admin");
        Relationship imported =
                ((Verdict.Accepted<OperatorRules.Changed>)
                                operators.mediaImported(waits, admin, at(90)))
                        .value()
                        .after();
        Decision.Ordered order = ordered(imported, at(90));
        assertThat(order.order().kind()).isEqualTo(CycleKind.INITIAL_COPY);
        assertThat(terms(order).seeded()).isTrue();
        assertThat(operators.mediaImported(imported, admin, at(91)))
                .isInstanceOf(Verdict.Refused.class);
    }

    @Test
    void theOrderCarriesTheTerms() {
        Decision.Ordered first = ordered(plain(InitialCopyWay.EXISTING_VM), START);
        assertThat(terms(first).seeded()).isTrue();
        assertThat(terms(first).bytesPerSecond()).isEqualTo(1_000_000L);
        assertThat(terms(first).disks()).containsExactly("os");
        assertThat(terms(first).applicationConsistent()).isTrue();
        Relationship copied = answered(first.after(), first.order(), Outcome.COPIED, null, at(1));
        assertThat(copied.progress().consistency().last()).isEqualTo(START);
        Decision.Ordered second = ordered(copied, at(300));
        assertThat(terms(second).applicationConsistent()).isFalse();
        assertThat(terms(second).seeded()).isFalse();
        Relationship again =
                answered(second.after(), second.order(), Outcome.COPIED, null, at(301));
        assertThat(terms(ordered(again, at(3600))).applicationConsistent()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = {"LOG_WRITE_FAILED", "DISK_CHANGED_OUTSIDE"})
    void whatTheLogDoesNotKnowIsCopiedAnewInTheResyncWindow(Outcome outcome) {
        Relationship copied = copied(plain(InitialCopyWay.NETWORK_NOW), START);
        Decision.Ordered next = ordered(copied, at(300));
        Relationship broken = answered(next.after(), next.order(), outcome, null, at(301));
        assertThat(broken.phase().state()).isEqualTo(ReplicationState.RESYNC_REQUIRED);
        assertThat(broken.progress().lastPoint()).as("the old copy is still one").isEqualTo(START);
        var held = ((Decision.Rescheduled) wake(broken, at(302))).after();
        assertThat(held.agenda().held()).isEqualTo(HoldReason.OUTSIDE_RESYNC_WINDOW);
        assertThat(held.agenda().wakeAt()).isEqualTo(OPENS);
        Decision.Ordered resync = ordered(held, OPENS);
        assertThat(resync.order().kind()).isEqualTo(CycleKind.INITIAL_COPY);
        assertThat(terms(resync).seeded()).isTrue();
        Relationship whole =
                answered(
                        resync.after(), resync.order(), Outcome.COPIED, null, OPENS.plusSeconds(9));
        assertThat(whole.phase().state()).isEqualTo(ReplicationState.REPLICATING);
        assertThat(whole.progress().lastPoint()).isEqualTo(OPENS);
        // An operator does not wait for the evening.
        Relationship now =
                ((Verdict.Accepted<OperatorRules.Changed>) operators.replicateNow(held, at(310)))
                        .value()
                        .after();
        assertThat(ordered(now, at(310)).order().kind()).isEqualTo(CycleKind.INITIAL_COPY);
    }

    @Test
    void aLogAboveHalfOfTheDisksMakesANewCopyCheaper() {
        Relationship copied = copied(plain(InitialCopyWay.NETWORK_NOW), START);
        Decision.Ordered next = ordered(copied, at(300));
        Relationship half =
                answered(
                        next.after(),
                        next.order(),
                        Outcome.TARGET_UNREACHABLE,
                        new ChangeLogSize(5 * GIB, 10 * GIB),
                        at(301));
        assertThat(half.phase().state()).isEqualTo(ReplicationState.REPLICATING);
        Relationship above =
                answered(
                        next.after(),
                        next.order(),
                        Outcome.TARGET_UNREACHABLE,
                        new ChangeLogSize(5 * GIB + 1, 10 * GIB),
                        at(301));
        assertThat(above.phase().state()).isEqualTo(ReplicationState.RESYNC_REQUIRED);
    }

    @Test
    void aPaceGivesTheTimeThatItNeeds() {
        Decision.Ordered first = ordered(plain(InitialCopyWay.NETWORK_NOW), START);
        Decision.Ordered paced = CycleOrders.paced(first, 1_000_000, 3600L * 1_000_000, START);
        assertThat(terms(paced).bytesPerSecond()).isEqualTo(1_000_000L);
        assertThat(Objects.requireNonNull(paced.after().running()).answerBy()).isEqualTo(at(7200));
        assertThat(paced.after().agenda().wakeAt()).isEqualTo(at(7200));
    }
}
