package io.berth.simulator.mover;

import static io.berth.simulator.mover.Loopback.R;
import static io.berth.simulator.mover.Loopback.VM;
import static io.berth.simulator.mover.Loopback.sound;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.hosts.ReplicaCycleEnded.Outcome;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.CycleNumber;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.replica.CycleKind;
import io.berth.simulator.image.DiskOracle;
import io.berth.simulator.image.GuestWrite;
import io.berth.simulator.image.Superblock;
import io.berth.simulator.mover.HostCopies.Promotion;
import io.berth.simulator.mover.Loopback.Machine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The disks of tests: each is a point, is no VM's, and outlives no life of its host. */
class TestDisksTest {
    private static final CommandId TEST = new CommandId("t-1");

    @TempDir Path folder;
    private Loopback hosts = new Loopback(Path.of(""));
    private Machine source = hosts.machine("none", "none");
    private Machine target = source;

    @BeforeEach
    void begin() throws Exception {
        hosts = new Loopback(folder);
        source = hosts.machine("source", "here");
        target = hosts.machine("target", "there");
        copied(1, CycleKind.INITIAL_COPY);
    }

    @AfterEach
    void end() {
        hosts.close();
    }

    private void copied(long cycle, CycleKind kind) throws Exception {
        assertThat(hosts.run(source, target, cycle, kind).outcome()).isEqualTo(Outcome.COPIED);
    }

    private Promotion promote(long cycle) {
        return target.copies.promote(R, new CycleNumber(cycle), TEST);
    }

    @Test
    void itIsThePointAndNothingElseIsTouched() throws Exception {
        Superblock point = target.verified(1);
        assertThat(promote(1)).isInstanceOf(Promotion.Done.class);
        Path disk = target.copies.testDisk(TEST);
        assertThat(sound(disk)).isEqualTo(point);
        assertThat(DiskOracle.verify(disk).troubleOf(VM)).isNull();
        assertThat(DiskOracle.verify(disk).troubleOf(new VmId("vm-2")))
                .isEqualTo("it is the disk of vm-1");
        assertThat(hosts.disk(target).image()).as("the disk that the VM would have").doesNotExist();

        hosts.disk(source).guestWrites();
        copied(2, CycleKind.DELTA);
        assertThat(sound(disk)).as("cycles go on beside it").isEqualTo(point);
        assertThat(target.verified(2).newest()).isGreaterThan(point.newest());

        target.copies.discardTest(TEST);
        target.copies.discardTest(TEST);
        assertThat(disk).doesNotExist();
        assertThat(target.verified(1)).as("the point stays").isEqualTo(point);
    }

    @Test
    void whatIsTornIsFound() throws Exception {
        promote(1);
        Path disk = target.copies.testDisk(TEST);
        try (FileChannel to = FileChannel.open(disk, StandardOpenOption.WRITE)) {
            to.write(ByteBuffer.wrap(new byte[] {1, 2, 3}), 3L * GuestWrite.BLOCK + 17);
        }
        assertThat(DiskOracle.verify(disk).troubleOf(VM))
                .isEqualTo("1 of 256 blocks are not what the guest wrote; the first is block 3");
        Files.write(disk, new byte[0]);
        assertThat(DiskOracle.verify(disk).troubleOf(VM)).contains("t-1");
    }

    @Test
    void whatIsNotHeldIsToldFromWhatCannotBeWritten() throws IOException {
        assertThat(promote(9)).isInstanceOf(Promotion.Missing.class);
        Files.createDirectories(target.copies.testDisk(TEST).resolve("in-the-way"));
        assertThat(promote(1)).isInstanceOf(Promotion.Failed.class);
        target.copies.drop(R);
        assertThat(promote(1)).isEqualTo(new Promotion.Missing("it holds no copy"));
    }

    @Test
    void theNextLifeAndTheNextSimulatorFindNone() throws IOException {
        assertThat(target.copies.hasTested()).isFalse();
        promote(1);
        assertThat(target.copies.hasTested()).isTrue();
        target.copies.sweepTests();
        assertThat(target.copies.testDisk(TEST)).doesNotExist();
        assertThat(target.copies.hasTested()).isFalse();

        promote(1);
        HostCopies next =
                new HostCopies(folder.resolve("copies").resolve("target"), InstantSource.system());
        next.load();
        assertThat(next.testDisk(TEST)).doesNotExist();
        assertThat(next.views()).containsOnlyKeys(R);
    }
}
