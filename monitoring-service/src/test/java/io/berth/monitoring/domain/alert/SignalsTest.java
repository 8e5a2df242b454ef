package io.berth.monitoring.domain.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.guests.GuestServicesJudged;
import io.berth.contracts.guests.HeartbeatEnding;
import io.berth.contracts.guests.HeartbeatLoss;
import io.berth.contracts.guests.KvpChanged;
import io.berth.contracts.guests.KvpFlag;
import io.berth.contracts.guests.KvpFlagged;
import io.berth.contracts.guests.RestartDecision;
import io.berth.contracts.guests.VmHeartbeatLost;
import io.berth.contracts.guests.VmHeartbeatReturned;
import io.berth.contracts.guests.VmRestartDecided;
import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.CycleNumber;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.KeyVersion;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.ids.RingId;
import io.berth.contracts.ids.Tenure;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.keyvault.DrillOutcome;
import io.berth.contracts.keyvault.KeyBackupOverdue;
import io.berth.contracts.keyvault.KeyBackupTaken;
import io.berth.contracts.keyvault.RestoreDrillOverdue;
import io.berth.contracts.keyvault.RestoreDrilled;
import io.berth.contracts.keyvault.RingCreated;
import io.berth.contracts.monitoring.ClockSettled;
import io.berth.contracts.monitoring.ClockSkewed;
import io.berth.contracts.monitoring.FailuresHeld;
import io.berth.contracts.monitoring.FencingEvidence;
import io.berth.contracts.monitoring.HoldReason;
import io.berth.contracts.monitoring.HoldReleased;
import io.berth.contracts.monitoring.HostFailed;
import io.berth.contracts.monitoring.HostIsolated;
import io.berth.contracts.monitoring.HostQuarantined;
import io.berth.contracts.monitoring.HostRecovered;
import io.berth.contracts.monitoring.HostSuspect;
import io.berth.contracts.monitoring.HostUnreachable;
import io.berth.contracts.monitoring.HostUp;
import io.berth.contracts.monitoring.QuarantineEnded;
import io.berth.contracts.monitoring.QuarantineWithheld;
import io.berth.contracts.placement.Explanation;
import io.berth.contracts.placement.PlacementCause;
import io.berth.contracts.placement.Refusal;
import io.berth.contracts.placement.RefusedHost;
import io.berth.contracts.placement.VmConfirmed;
import io.berth.contracts.placement.VmLost;
import io.berth.contracts.placement.VmPlaced;
import io.berth.contracts.placement.VmStopped;
import io.berth.contracts.placement.VmUnplaceable;
import io.berth.contracts.placement.VmWaitingForHost;
import io.berth.contracts.replica.CycleCompleted;
import io.berth.contracts.replica.CycleFailed;
import io.berth.contracts.replica.CycleFailure;
import io.berth.contracts.replica.CycleKind;
import io.berth.contracts.replica.RelationshipRemoved;
import io.berth.contracts.replica.ReplicationState;
import io.berth.contracts.replica.ReplicationStateChanged;
import io.berth.contracts.replica.StateCause;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which fact raises and which ends which alert: {@code +} raises, {@code -} ends. */
class SignalsTest {
    private static final HostId HOST = new HostId("n1");
    private static final DomainId DOMAIN = new DomainId("c1");
    private static final BootId BOOT = new BootId(1);
    private static final Tenure TENURE = new Tenure(1);
    private static final Instant AT = Instant.parse("2026-03-14T09:00:00Z");
    private static final VmId VM = new VmId("v1");
    private static final RelationshipId RELATIONSHIP = new RelationshipId("r1");
    private static final Principal ADA = new Principal("ada");
    private static final RingId RING = new RingId("inventory");

    private static List<String> told(List<Signal> signals) {
        return signals.stream()
                .map(signal ->
                        switch (signal) {
                            case Signal.Raise raise -> "+" + raise.fingerprint();
                            case Signal.Resolve resolve -> "-" + resolve.fingerprint();
                        })
                .toList();
    }

    static Stream<Arguments> facts() {
        List<String> hostIsBack =
                List.of(
                        "-host-suspect.n1",
                        "-host-unreachable.n1",
                        "-host-isolated.n1",
                        "-host-failed.n1");
        List<String> copyIsFine = List.of("-replication-warning.r1", "-replication-critical.r1");
        return Stream.of(
                Arguments.of(
                        NodeSignals.of(new HostUp(HOST, DOMAIN, BOOT, TENURE, AT)), hostIsBack),
                Arguments.of(
                        NodeSignals.of(new HostRecovered(HOST, DOMAIN, BOOT, TENURE, AT)),
                        hostIsBack),
                Arguments.of(
                        NodeSignals.of(new HostSuspect(HOST, DOMAIN, BOOT, TENURE, AT)),
                        List.of("+host-suspect.n1")),
                Arguments.of(
                        NodeSignals.of(new HostUnreachable(HOST, DOMAIN, BOOT, TENURE, AT)),
                        List.of("-host-suspect.n1", "-host-isolated.n1", "+host-unreachable.n1")),
                Arguments.of(
                        NodeSignals.of(
                                new HostIsolated(
                                        HOST, DOMAIN, BOOT, TENURE, new HostId("n2"), 2, AT)),
                        List.of("-host-suspect.n1", "-host-unreachable.n1", "+host-isolated.n1")),
                Arguments.of(
                        NodeSignals.of(
                                new HostQuarantined(HOST, DOMAIN, 3, Duration.ofHours(1), AT, AT)),
                        List.of("-quarantine-withheld.n1", "+host-quarantined.n1")),
                Arguments.of(
                        NodeSignals.of(
                                new QuarantineEnded(
                                        HOST, DOMAIN, QuarantineEnded.Cause.TIME_PASSED, null, AT)),
                        List.of("-host-quarantined.n1")),
                Arguments.of(
                        NodeSignals.of(new QuarantineWithheld(HOST, DOMAIN, 3, 0, 0, 3, AT)),
                        List.of("+quarantine-withheld.n1")),
                Arguments.of(
                        NodeSignals.of(new ClockSkewed(HOST, DOMAIN, -2500, AT)),
                        List.of("+clock-skewed.n1")),
                Arguments.of(
                        NodeSignals.of(new ClockSettled(HOST, DOMAIN, 900, AT)),
                        List.of("-clock-skewed.n1")),
                Arguments.of(
                        NodeSignals.of(failed()),
                        List.of(
                                "-host-suspect.n1",
                                "-host-unreachable.n1",
                                "-host-isolated.n1",
                                "+host-failed.n1")),
                Arguments.of(NodeSignals.of(held()), List.of("+correlated-silence.c1")),
                Arguments.of(
                        NodeSignals.of(new HoldReleased(DOMAIN, Duration.ofSeconds(3), AT)),
                        List.of("-correlated-silence.c1")),
                Arguments.of(PlacementSignals.of(unplaceable()), List.of("+vm-unplaceable.v1")),
                Arguments.of(
                        PlacementSignals.of(
                                new VmPlaced(
                                        VM,
                                        DOMAIN,
                                        HOST,
                                        new Epoch(2),
                                        TENURE,
                                        null,
                                        PlacementCause.HOST_FAILED,
                                        explained(List.of()))),
                        List.of("-vm-unplaceable.v1")),
                Arguments.of(
                        PlacementSignals.of(new VmConfirmed(VM, DOMAIN, HOST, new Epoch(2))),
                        List.of("-vm-unplaceable.v1")),
                Arguments.of(
                        PlacementSignals.of(new VmStopped(VM, DOMAIN, new Epoch(2))),
                        List.of("-vm-unplaceable.v1")),
                Arguments.of(
                        PlacementSignals.of(new VmWaitingForHost(VM, DOMAIN, HOST, new Epoch(2))),
                        List.of("-vm-unplaceable.v1")),
                Arguments.of(
                        PlacementSignals.of(
                                new VmLost(
                                        VM,
                                        DOMAIN,
                                        HOST,
                                        new Epoch(2),
                                        PlacementCause.HOST_FAILED)),
                        List.of()),
                Arguments.of(
                        ReplicaSignals.of(to(ReplicationState.PAUSED)),
                        List.of("+replication-warning.r1")),
                Arguments.of(
                        ReplicaSignals.of(to(ReplicationState.RESYNC_REQUIRED)),
                        List.of("+replication-critical.r1")),
                Arguments.of(ReplicaSignals.of(to(ReplicationState.REPLICATING)), copyIsFine),
                Arguments.of(ReplicaSignals.of(to(ReplicationState.INITIAL_RUNNING)), List.of()),
                Arguments.of(
                        ReplicaSignals.of(cycle(CycleFailure.TARGET_UNREACHABLE)),
                        List.of("+replication-warning.r1")),
                Arguments.of(
                        ReplicaSignals.of(cycle(CycleFailure.TARGET_LACKS_COPY)),
                        List.of("+replication-critical.r1")),
                Arguments.of(
                        ReplicaSignals.of(cycle(CycleFailure.NOT_TRUSTED)),
                        List.of("+replication-critical.r1")),
                Arguments.of(
                        ReplicaSignals.of(cycle(CycleFailure.RELATIONSHIP_REMOVED)), List.of()),
                Arguments.of(
                        ReplicaSignals.of(
                                new CycleCompleted(
                                        RELATIONSHIP,
                                        VM,
                                        new CycleNumber(8),
                                        CycleKind.DELTA,
                                        HOST,
                                        new HostId("n2"),
                                        AT,
                                        1,
                                        Duration.ofSeconds(1))),
                        copyIsFine),
                Arguments.of(
                        ReplicaSignals.of(new RelationshipRemoved(RELATIONSHIP, VM, ADA)),
                        copyIsFine),
                Arguments.of(GuestSignals.of(silentGuest()), List.of("+vm-heartbeat-lost.v1")),
                Arguments.of(
                        GuestSignals.of(
                                new VmHeartbeatReturned(
                                        VM,
                                        HOST,
                                        DOMAIN,
                                        new Epoch(2),
                                        HeartbeatEnding.ANSWERS,
                                        AT,
                                        AT)),
                        List.of("-vm-heartbeat-lost.v1", "-vm-restarts-spent.v1")),
                Arguments.of(
                        GuestSignals.of(restart(RestartDecision.BOUND_REACHED)),
                        List.of("+vm-restarts-spent.v1")),
                Arguments.of(GuestSignals.of(restart(RestartDecision.GUEST_SPEAKS)), List.of()),
                Arguments.of(GuestSignals.of(odd(2, false)), List.of("+kvp-garbage.v1")),
                Arguments.of(GuestSignals.of(odd(0, true)), List.of("+kvp-garbage.v1")),
                Arguments.of(GuestSignals.of(odd(0, false)), List.of("-kvp-garbage.v1")),
                Arguments.of(GuestSignals.of(services(true)), List.of("+guest-services-old.v1")),
                Arguments.of(GuestSignals.of(services(false)), List.of("-guest-services-old.v1")),
                Arguments.of(
                        GuestSignals.of(new KvpChanged(VM, HOST, List.of(), 1, AT)), List.of()),
                Arguments.of(KeySignals.of(overdue()), List.of("+key-backup-overdue.inventory")),
                Arguments.of(
                        KeySignals.of(new KeyBackupTaken(RING, new KeyVersion(3), ADA)),
                        List.of("-key-backup-overdue.inventory")),
                Arguments.of(
                        KeySignals.of(drilled(DrillOutcome.PASSED, 0)),
                        List.of("-restore-drill-failed.vault-1", "-restore-drill-overdue.vault-1")),
                Arguments.of(
                        KeySignals.of(drilled(DrillOutcome.KEYS_MISSING, 1)),
                        List.of("+restore-drill-failed.vault-1")),
                Arguments.of(
                        KeySignals.of(drilled(DrillOutcome.UNREADABLE, 17)),
                        List.of("+restore-drill-failed.vault-1")),
                Arguments.of(
                        KeySignals.of(drilled(DrillOutcome.NO_BACKUP, 17)),
                        List.of("+restore-drill-failed.vault-1")),
                Arguments.of(
                        KeySignals.of(drillOverdue()), List.of("+restore-drill-overdue.vault-1")),
                Arguments.of(
                        KeySignals.of(new RingCreated(RING, new KeyVersion(1), List.of(ADA), ADA)),
                        List.of()));
    }

    @ParameterizedTest
    @MethodSource("facts")
    void aFactRaisesAndEndsWhatItShould(List<Signal> signals, List<String> expected) {
        assertThat(told(signals)).isEqualTo(expected);
    }

    static Stream<Arguments> summaries() {
        return Stream.of(
                Arguments.of(
                        NodeSignals.of(failed()),
                        "Host n1 of c1 has failed: silent for 5.1 s; evidence: lease expired under"
                                + " watchdog"),
                Arguments.of(
                        NodeSignals.of(held()),
                        "Failures of c1 are held: most of it is silent at once (3 silent, 1 failed,"
                                + " of 5 hosts)"),
                Arguments.of(
                        PlacementSignals.of(unplaceable()),
                        "No host of c1 can take VM v1: 2 hosts refuse it: insufficient-memory on 2,"
                                + " anti-affinity on 1"),
                Arguments.of(
                        ReplicaSignals.of(cycle(CycleFailure.TARGET_UNREACHABLE)),
                        "Cycle 7 of VM v1 (r1) from n1 to n2 failed: target unreachable; link"
                                + " down"),
                Arguments.of(
                        GuestSignals.of(silentGuest()),
                        "The guest of VM v1 on n1 has not answered since 2026-03-14T09:00:00Z (lost"
                                + " communication), longer than 60.0 s, though its host beats"),
                Arguments.of(
                        GuestSignals.of(odd(2, true)),
                        "The guest of VM v1 on n1 publishes 2 odd pairs (control character), and"
                                + " more pairs than are kept"),
                Arguments.of(
                        GuestSignals.of(services(true)),
                        "VM v1 (RHEL 6.1) has integration services 2.1; the guest rules ask for"
                                + " 3.1"),
                Arguments.of(
                        KeySignals.of(overdue()),
                        "Key 3 of ring inventory is in no backup younger than PT24H; there was"
                                + " never one"),
                Arguments.of(
                        KeySignals.of(drilled(DrillOutcome.KEYS_MISSING, 1)),
                        "The restore drill of key vault vault-1 failed: backup b1 of"
                                + " 2026-03-14T09:26:53Z does not give back 1 of 17 keys"),
                Arguments.of(
                        KeySignals.of(drilled(DrillOutcome.UNREADABLE, 17)),
                        "The restore drill of key vault vault-1 failed: backup b1 cannot be read"),
                Arguments.of(
                        KeySignals.of(drilled(DrillOutcome.NO_BACKUP, 17)),
                        "The restore drill of key vault vault-1 failed: there is no backup"),
                Arguments.of(
                        KeySignals.of(drillOverdue()),
                        "No restore drill of key vault vault-1 has passed for PT336H; none ever"
                                + " did"));
    }

    @ParameterizedTest
    @MethodSource("summaries")
    void aSummaryHasTheFigures(List<Signal> signals, String expected) {
        assertThat(signals.getLast())
                .isInstanceOfSatisfying(
                        Signal.Raise.class,
                        raise -> assertThat(raise.summary()).isEqualTo(expected));
    }

    @Test
    void aSummaryIsCutWithoutHalvingACharacter() {
        String summary = "x".repeat(510) + "\ud83d\ude00\ud83d\ude00";
        Signal.Raise raise = new Signal.Raise(AlertRule.HOST_FAILED, "n1", null, summary);
        assertThat(raise.summary()).isEqualTo("x".repeat(510) + "…");
    }

    @Test
    void deadLettersAreToldOfPerTopic() {
        assertThat(
                        DeadLetterSignals.of(
                                Map.of(
                                        "telemetry.kvp", 12L,
                                        "hosts.reports", 1L,
                                        "replica.events", 0L),
                                Duration.ofHours(1)))
                .extracting(Signal.Raise::summary)
                .containsExactly(
                        "1 record of hosts.reports was set aside within the last 60 minutes",
                        "12 records of telemetry.kvp were set aside within the last 60 minutes");
    }

    private static HostFailed failed() {
        return new HostFailed(
                HOST,
                DOMAIN,
                BOOT,
                TENURE,
                AT,
                AT.minusMillis(5_100),
                FencingEvidence.LEASE_EXPIRED_UNDER_WATCHDOG);
    }

    private static FailuresHeld held() {
        return new FailuresHeld(DOMAIN, 3, 1, 5, HoldReason.MAJORITY_SILENT, AT);
    }

    private static VmUnplaceable unplaceable() {
        Refusal memory =
                new Refusal("insufficient-memory", true, 4096L, 1024L, "MiB", "too little memory");
        Refusal partner = new Refusal("anti-affinity", true, null, null, "", "v2 runs there");
        return new VmUnplaceable(
                VM,
                DOMAIN,
                new Epoch(1),
                PlacementCause.HOST_FAILED,
                explained(
                        List.of(
                                new RefusedHost(HOST, List.of(memory, partner)),
                                new RefusedHost(new HostId("n2"), List.of(memory)))));
    }

    private static Explanation explained(List<RefusedHost> refused) {
        return new Explanation("p1", 0, List.of(), refused, List.of());
    }

    private static ReplicationStateChanged to(ReplicationState state) {
        return new ReplicationStateChanged(
                RELATIONSHIP,
                VM,
                ReplicationState.REPLICATING,
                state,
                StateCause.PAUSED_BY_OPERATOR);
    }

    private static CycleFailed cycle(CycleFailure reason) {
        return new CycleFailed(
                RELATIONSHIP,
                VM,
                new CycleNumber(7),
                CycleKind.DELTA,
                HOST,
                new HostId("n2"),
                reason,
                "link down");
    }

    private static VmHeartbeatLost silentGuest() {
        return new VmHeartbeatLost(
                VM,
                HOST,
                DOMAIN,
                new Epoch(2),
                HeartbeatLoss.LOST_COMMUNICATION,
                AT,
                AT,
                Duration.ofSeconds(60),
                1);
    }

    private static VmRestartDecided restart(RestartDecision decision) {
        return new VmRestartDecided(VM, HOST, DOMAIN, new Epoch(2), decision, null, 3, 3, AT);
    }

    private static KvpFlagged odd(int flagged, boolean tooMany) {
        List<KvpFlag> flags = flagged == 0 ? List.of() : List.of(KvpFlag.CONTROL_CHARACTER);
        return new KvpFlagged(VM, HOST, flagged, flags, tooMany, AT);
    }

    private static GuestServicesJudged services(boolean outdated) {
        return new GuestServicesJudged(VM, HOST, outdated, "RHEL 6.1", "2.1", "3.1", AT);
    }

    private static RestoreDrilled drilled(DrillOutcome outcome, long missing) {
        return new RestoreDrilled(
                "vault-1",
                outcome,
                "b1",
                Instant.parse("2026-03-14T09:26:53Z"),
                17 - missing,
                missing,
                ADA);
    }

    private static RestoreDrillOverdue drillOverdue() {
        return new RestoreDrillOverdue("vault-1", null, Duration.ofDays(14), ADA);
    }

    private static KeyBackupOverdue overdue() {
        return new KeyBackupOverdue(RING, new KeyVersion(3), null, Duration.ofHours(24), ADA);
    }
}
