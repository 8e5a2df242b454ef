package io.berth.simulator.mover;

import static io.berth.simulator.mover.Loopback.R;
import static io.berth.simulator.mover.Loopback.VM;
import static io.berth.simulator.mover.Loopback.sound;
import static io.berth.simulator.mover.Loopback.terms;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.berth.contracts.hosts.CycleTerms;
import io.berth.contracts.hosts.ReplicaCycleEnded.Outcome;
import io.berth.contracts.hosts.RunReplicaCycle;
import io.berth.contracts.ids.CycleNumber;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.replica.CycleKind;
import io.berth.contracts.replica.ReplicaAuthentication;
import io.berth.mover.copy.Mark;
import io.berth.mover.copy.Point;
import io.berth.simulator.image.DiskOracle;
import io.berth.simulator.image.Finding;
import io.berth.simulator.image.Superblock;
import io.berth.simulator.mover.Loopback.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cycles between hosts over real sockets and files: every point is what the guest had written. */
class CyclesOverLoopbackTest {
    private static final CycleKind FIRST = CycleKind.INITIAL_COPY;
    private static final CycleKind DELTA = CycleKind.DELTA;

    /** A first copy of some 250 KiB takes seconds at this rate: time to interfere. */
    private static final CycleTerms SLOWLY = terms(50_000L, null);

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir Path folder;
    private Loopback hosts = new Loopback(Path.of(""));
    private Machine source = hosts.machine("none", "none");
    private Machine target = source;

    @BeforeEach
    void begin() {
        hosts = new Loopback(folder);
        source = hosts.machine("source", "here");
        target = hosts.machine("target", "there");
    }

    @AfterEach
    void end() {
        hosts.close();
        await().atMost(PATIENCE).until(() -> hosts.floor().lines().size() == 0);
    }

    @Test
    void everyPointIsTheDiskOfOneMomentWhileTheGuestWrites() throws Exception {
        try (GuestWriter guests =
                new GuestWriter(hosts.disks(), (storage, _) -> storage.equals(source.storage))) {
            guests.start(Duration.ofMillis(3));
            CycleRun.Ended first = hosts.run(source, target, 1, FIRST);
            assertThat(first.outcome()).as(first.detail()).isEqualTo(Outcome.COPIED);
            long before = target.verified(1).newest();
            for (int cycle = 2; cycle <= 11; cycle++) {
                CycleRun.Ended delta = hosts.run(source, target, cycle, DELTA);
                assertThat(delta.outcome()).as(delta.detail()).isEqualTo(Outcome.COPIED);
                assertThat(delta.bytes()).isPositive();
                assertThat(target.newestCycle()).isEqualTo(cycle);
                long now = target.verified(cycle).newest();
                assertThat(now).isGreaterThan(before);
                before = now;
            }
        }
        for (int cycle = 1; cycle <= 11; cycle++) {
            target.verified(cycle);
        }
    }

    @Test
    void aTargetHoldsThePointsThatItsOrdersName() throws Exception {
        Instant ordered = Instant.parse("2100-01-01T00:00:00Z");
        copied(1, FIRST);
        for (int cycle = 2; cycle <= 6; cycle++) {
            writes(2);
            CycleTerms terms =
                    new CycleTerms(
                            ReplicaAuthentication.CERTIFICATE,
                            null,
                            null,
                            cycle == 5,
                            false,
                            null,
                            ordered.plusSeconds(cycle),
                            Stream.of(cycle - 1, 4).distinct().map(CycleNumber::new).toList());
            CycleRun.Ended done =
                    hosts.begin(source, hosts.cycle(source, target, cycle, DELTA, terms))
                            .get(60, TimeUnit.SECONDS);
            assertThat(done.outcome()).as(done.detail()).isEqualTo(Outcome.COPIED);
        }

        await().atMost(PATIENCE).until(() -> target.cycles().equals(List.of(4L, 5L, 6L)));
        target.verified(4);
        KeptCopy kept = Objects.requireNonNull(target.copies.find(R));
        assertThat(kept.point(new CycleNumber(6)))
                .extracting(Point::ordered, Point::mark)
                .containsExactly(ordered.plusSeconds(6), Mark.CRASH_CONSISTENT);
        assertThat(kept.point(new CycleNumber(5)))
                .extracting(Point::ordered, Point::mark)
                .containsExactly(ordered.plusSeconds(5), Mark.APPLICATION_CONSISTENT);
    }

    @Test
    void whatIsPromotedIsExactlyThePointAndGoesOnAsAnotherGeneration() throws Exception {
        copied(1, FIRST);
        writes(5);
        copied(2, DELTA);
        writes(5);
        copied(3, DELTA);
        Superblock point = target.verified(2);
        SharedDisk disk = hosts.disk(target);
        assertThat(target.copies.promote(R, new CycleNumber(9), disk))
                .isInstanceOf(HostCopies.Promotion.Missing.class);
        assertThat(target.copies.promote(R, new CycleNumber(2), disk))
                .isInstanceOf(HostCopies.Promotion.Done.class);
        assertThat(sound(disk.image())).isEqualTo(point);

        disk.guestWrites();
        disk.guestWrites();
        Superblock now = sound(disk.image());
        assertThat(now.newest()).isEqualTo(point.newest() + 2);
        assertThat(now.generation()).isGreaterThan(point.generation());
        assertThat(now.segments()).hasSize(2);
        assertThat(target.verified(2)).as("the point is another file").isEqualTo(point);

        assertThat(target.copies.promote(R, new CycleNumber(3), disk))
                .isInstanceOf(HostCopies.Promotion.Done.class);
        assertThat(sound(disk.image())).isEqualTo(target.verified(3));
        hosts.disks().discard(target.storage, VM);
        assertThat(disk.image()).doesNotExist();
    }

    @Test
    void aTargetThatDiesInTheMiddleKeepsNoHalfCopy() throws Exception {
        CompletableFuture<CycleRun.Ended> broken = underWay(1, FIRST);
        target.powerOff();
        assertThat(broken.get(30, TimeUnit.SECONDS).outcome())
                .isEqualTo(Outcome.TARGET_UNREACHABLE);
        assertThat(hosts.run(source, target, 2, FIRST).detail()).contains("does not listen");
        target.powerOn();
        assertThat(target.copies.views()).isEmpty();
        copied(3, FIRST);
        writes(3);
        target.powerOff();
        target.powerOn();
        copied(4, DELTA);
        assertThat(target.verified(4)).isEqualTo(sound(hosts.disk(source).image()));
    }

    @Test
    void aSourceThatDiesInTheMiddleAnswersNothing() throws Exception {
        CompletableFuture<CycleRun.Ended> broken = underWay(1, FIRST);
        source.powerOff();
        assertThatThrownBy(() -> broken.get(10, TimeUnit.SECONDS))
                .hasCauseInstanceOf(InterruptedException.class);
        assertThat(target.copies.views()).isEmpty();
        source.powerOn();
        copied(2, FIRST);
    }

    @Test
    void aNetworkThatIsCutBreaksATransferAtOnce() throws Exception {
        CompletableFuture<CycleRun.Ended> broken = underWay(1, FIRST);
        hosts.cut(target);
        CycleRun.Ended ended = broken.get(4, TimeUnit.SECONDS);
        assertThat(ended.outcome()).isEqualTo(Outcome.TARGET_UNREACHABLE);
        assertThat(ended.detail()).contains("does not carry source to target");
        hosts.heal();
        copied(2, FIRST);
    }

    @Test
    void aShortCutIsRiddenOut() throws Exception {
        CompletableFuture<CycleRun.Ended> cycle = underWay(1, FIRST);
        hosts.cut(source);
        hosts.heal();
        CycleRun.Ended ended = cycle.get(30, TimeUnit.SECONDS);
        assertThat(ended.outcome()).as(ended.detail()).isEqualTo(Outcome.COPIED);
        target.verified(1);
    }

    @Test
    void aFrozenTargetIsWaitedFor() throws Exception {
        CompletableFuture<CycleRun.Ended> cycle = underWay(1, FIRST);
        target.site().freeze(true);
        assertThatThrownBy(() -> cycle.get(3, TimeUnit.SECONDS))
                .isInstanceOf(TimeoutException.class);
        target.site().freeze(false);
        assertThat(cycle.get(30, TimeUnit.SECONDS).outcome()).isEqualTo(Outcome.COPIED);
    }

    @Test
    void aLateCycleDoesNotReplaceALaterOne() throws Exception {
        copied(1, FIRST);
        writes(2);
        Machine next = hosts.machine("next", "here");
        assertThat(hosts.run(next, target, 3, DELTA).outcome())
                .as("the next host of the VM goes on from what is there")
                .isEqualTo(Outcome.COPIED);
        writes(2);
        assertThat(hosts.run(source, target, 2, DELTA).outcome())
                .isEqualTo(Outcome.REFUSED_STALE_CYCLE);
        assertThat(target.newestCycle()).isEqualTo(3);
        copied(4, DELTA);
        target.verified(4);
    }

    @Test
    void copiesThatADiskLostAreMissed() throws Exception {
        assertThat(hosts.run(source, target, 1, DELTA).outcome())
                .as("nothing to add to")
                .isEqualTo(Outcome.TARGET_LACKS_COPY);
        copied(2, FIRST);
        target.copies.lose();
        assertThat(target.copies.views()).isEmpty();
        writes(1);
        assertThat(hosts.run(source, target, 3, DELTA).outcome())
                .isEqualTo(Outcome.TARGET_LACKS_COPY);
        copied(4, FIRST);
        target.copies.drop(R);
        assertThat(folder.resolve("copies/target/r-1")).doesNotExist();
    }

    @Test
    void aRelationshipThatBeginsAnewReplacesWhatIsLeftOfTheOldOne() throws Exception {
        copied(1, FIRST);
        copied(7, DELTA);
        writes(1);
        assertThat(hosts.run(source, target, 2, FIRST).outcome()).isEqualTo(Outcome.COPIED);
        assertThat(target.newestCycle()).isEqualTo(2);
        assertThat(Objects.requireNonNull(target.copies.find(R)).point(new CycleNumber(7)))
                .isNull();
        copied(3, DELTA);
    }

    /**
     * As in a planned failover: the VM stops in the middle of a cycle, and the last delta follows.
     */
    @Test
    void aLastDeltaGoesAheadAtOnceWhereACycleWasCalledOff() throws Exception {
        copied(1, FIRST);
        writes(60);
        RunReplicaCycle slow = hosts.cycle(source, target, 2, DELTA, SLOWLY);
        CompletableFuture<CycleRun.Ended> calledOff = underWay(slow);
        source.site().callOff(slow.command());
        copied(3, CycleKind.LAST_DELTA);
        assertThatThrownBy(() -> calledOff.get(10, TimeUnit.SECONDS))
                .hasCauseInstanceOf(InterruptedException.class);
    }

    /** The answer to cycle 2 is lost with the source; its next cycle finds that out. */
    @Test
    void aCommitThatWasNotHeardOfCostsNoFirstCopy() throws Exception {
        copied(1, FIRST);
        writes(60);
        CompletableFuture<CycleRun.Ended> cycle = underWay(2, DELTA);
        Path maps = folder.resolve("disks/here/vm-1.maps/r-1");
        Path kept = Files.createDirectory(folder.resolve("kept"));
        copyAll(maps, kept);
        assertThat(cycle.get(30, TimeUnit.SECONDS).outcome()).isEqualTo(Outcome.COPIED);
        Trees.delete(maps);
        Files.createDirectory(maps);
        copyAll(kept, maps);
        writes(1);
        CycleRun.Ended next = hosts.run(source, target, 3, DELTA);
        assertThat(next.outcome()).as(next.detail()).isEqualTo(Outcome.COPIED);
        assertThat(target.verified(3)).isEqualTo(sound(hosts.disk(source).image()));
    }

    @Test
    void aReplicaIsSentOnToAThirdHost() throws Exception {
        copied(1, FIRST);
        Machine third = hosts.machine("third", "yonder");
        RelationshipId other = new RelationshipId("r-2");
        CycleRun.Ended first = forward(third, other, 1, FIRST);
        assertThat(first.outcome()).as(first.detail()).isEqualTo(Outcome.COPIED);
        writes(2);
        copied(2, DELTA);
        CycleRun.Ended delta = forward(third, other, 2, DELTA);
        assertThat(delta.outcome()).as(delta.detail()).isEqualTo(Outcome.COPIED);
        assertThat(delta.bytes()).isLessThan(first.bytes());
        SharedDisk disk = hosts.disk(third);
        third.copies.promote(other, new CycleNumber(2), disk);
        assertThat(sound(disk.image())).isEqualTo(target.verified(2));
    }

    private CycleRun.Ended forward(
            Machine third, RelationshipId relationship, long number, CycleKind kind)
            throws Exception {
        RunReplicaCycle order = hosts.cycle(target, third, number, kind, terms(null, R));
        return hosts.begin(
                        target,
                        new RunReplicaCycle(
                                order.host(),
                                order.command(),
                                relationship,
                                order.vm(),
                                order.cycle(),
                                order.kind(),
                                order.target(),
                                order.terms()))
                .get(30, TimeUnit.SECONDS);
    }

    @Test
    void whatCannotBeDoneIsRefusedWithWhatIsMissing() throws Exception {
        CycleTerms kerberos =
                new CycleTerms(ReplicaAuthentication.KERBEROS, null, null, false, false, null);
        assertThat(refusal(kerberos))
                .isEqualTo(
                        CycleRun.Ended.of(
                                Outcome.NOT_TRUSTED, "source cannot prove who it is: no keytab"));
        CycleTerms disks =
                new CycleTerms(
                        ReplicaAuthentication.CERTIFICATE,
                        null,
                        List.of("disk-0", "data"),
                        false,
                        false,
                        null);
        assertThat(refusal(disks).detail()).contains("no disk 'data'").contains("disk-0");
        assertThat(refusal(terms(null, new RelationshipId("none"))).outcome())
                .isEqualTo(Outcome.REFUSED_VM_NOT_HERE);
        assertThat(hosts.run(source, target, 1, CycleKind.LAST_DELTA).outcome())
                .isEqualTo(Outcome.TARGET_LACKS_COPY);
        assertThat(hosts.disk(source).image()).as("nobody asked for a copy").doesNotExist();
    }

    @Test
    void aSimulatorThatIsStartedAgainFindsItsCopies() throws Exception {
        copied(1, FIRST);
        writes(2);
        copied(2, DELTA);
        HostCopies again = new HostCopies(folder.resolve("copies/target"), InstantSource.system());
        again.load();
        assertThat(again.views()).isEqualTo(target.copies.views()).hasSize(1);
        SharedDisks disks =
                new SharedDisks(folder.resolve("disks"), 1 << 20, InstantSource.system());
        disks.load();
        assertThat(disks.all()).hasSize(1);
    }

    private CycleRun.Ended refusal(CycleTerms terms) throws Exception {
        return hosts.begin(source, hosts.cycle(source, target, 1, FIRST, terms))
                .get(30, TimeUnit.SECONDS);
    }

    private void copied(long cycle, CycleKind kind) throws Exception {
        CycleRun.Ended ended = hosts.run(source, target, cycle, kind);
        assertThat(ended.outcome()).as(ended.detail()).isEqualTo(Outcome.COPIED);
        assertThat(target.verified(cycle)).isEqualTo(sound(hosts.disk(source).image()));
    }

    private void writes(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            hosts.disk(source).guestWrites();
        }
        assertThat(DiskOracle.verify(hosts.disk(source).image())).isInstanceOf(Finding.Sound.class);
    }

    /** A cycle whose first blocks are at the target, or on their way. */
    private CompletableFuture<CycleRun.Ended> underWay(long number, CycleKind kind) {
        return underWay(hosts.cycle(source, target, number, kind, SLOWLY));
    }

    private CompletableFuture<CycleRun.Ended> underWay(RunReplicaCycle command) {
        CompletableFuture<CycleRun.Ended> cycle = hosts.begin(source, command);
        Path stage = folder.resolve("copies/target/r-1/disk-0");
        await().atMost(PATIENCE).until(() -> staged(stage) || cycle.isDone());
        assertThat(cycle).isNotDone();
        return cycle;
    }

    private static boolean staged(Path stage) throws IOException {
        for (Path file : Trees.in(stage)) {
            if (file.getFileName().toString().startsWith("stage-")) {
                return true;
            }
        }
        return false;
    }

    private static void copyAll(Path from, Path to) throws IOException {
        for (Path file : Trees.in(from)) {
            Files.copy(file, to.resolve(file.getFileName()));
        }
    }
}
