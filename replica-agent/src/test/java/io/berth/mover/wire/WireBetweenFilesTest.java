package io.berth.mover.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.mover.BlockSource;
import io.berth.mover.copy.Copy;
import io.berth.mover.copy.Mark;
import io.berth.mover.file.DiskFolder;
import io.berth.mover.image.Hold;
import io.berth.mover.image.ImageTracker;
import io.berth.mover.image.Scan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way: changed blocks of an image file, over the wire, into a copy with points. */
class WireBetweenFilesTest {
    private static final int BLOCK = 4_096;
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void cyclesArriveThoughEachBreaksOnce() throws Exception {
        Random random = new Random(11);
        Path image = folder.resolve("disk.raw");
        byte[] disk = new byte[100 * BLOCK + 500];
        random.nextBytes(disk);
        Files.write(image, disk);
        Copy copy = Copy.open(DiskFolder.at(folder.resolve("copy")), 3);
        ImageTracker tracker =
                new ImageTracker(
                        image,
                        "r-1/2",
                        BLOCK,
                        DiskFolder.at(folder.resolve("map")),
                        random,
                        InstantSource.fixed(Instant.now().plusSeconds(100)),
                        1,
                        1 << 20);
        for (int cycle = 0; cycle < 6; cycle++) {
            Scan scan = tracker.scan(Hold.PAUSED, copy.newestRoot());
            assertThat(scan).isInstanceOf(Scan.Found.class);
            try (BlockSource source = ((Scan.Found) scan).source()) {
                Outcome outcome = send(source, copy, 3 + cycle);
                assertThat(outcome).as("cycle %d", cycle).isInstanceOf(Outcome.Committed.class);
                assertThat(copy.newestRoot()).isEqualTo(source.root());
                assertThat(outcome.transfer().connections()).isLessThanOrEqualTo(3);
            }
            tracker.settle(copy.newestRoot());
            assertThat(newest(copy, disk.length)).as("cycle %d", cycle).isEqualTo(disk);
            int at = random.nextInt(60) * BLOCK;
            byte[] change = new byte[30 * BLOCK];
            random.nextBytes(change);
            System.arraycopy(change, 0, disk, at, change.length);
            Files.write(image, disk);
        }
        assertThat(copy.points()).hasSize(4);
    }

    private static Outcome send(BlockSource source, Copy copy, int cutAfter) throws Exception {
        Reception.Desk desk =
                hello ->
                        new Reception.Take(
                                copy.begin(
                                        new io.berth.mover.copy.Cycle(
                                                "cycle",
                                                hello.shape(),
                                                hello.base(),
                                                NOW,
                                                Mark.CRASH_CONSISTENT)));
        Security target = new PlainSecurity(FramesTest.CYCLE.source());
        Security own = new PlainSecurity(FramesTest.CYCLE.target(), new AtomicInteger(cutAfter));
        try (Pair pair = new Pair(new Images.Copy(new byte[0]), target, Timeouts.USUAL, desk)) {
            return pair.send(source, own, 3);
        }
    }

    private static byte[] newest(Copy copy, int bytes) throws Exception {
        byte[] image = new byte[bytes];
        try (var point = copy.open(copy.points().getLast().number())) {
            for (var block = point.next(0); block != null; block = point.next(block.index() + 1)) {
                block.data()
                        .duplicate()
                        .get(image, (int) block.index() * BLOCK, block.data().remaining());
            }
        }
        return image;
    }
}
