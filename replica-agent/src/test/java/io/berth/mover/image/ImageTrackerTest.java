package io.berth.mover.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.mover.BlockSource;
import io.berth.mover.Root;
import io.berth.mover.file.DamagedException;
import io.berth.mover.file.DiskFolder;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageTrackerTest {
    private static final int BLOCK = 4096;

    @TempDir Path temp;
    private Path image;
    private Path state;

    @BeforeEach
    void places() {
        image = temp.resolve("disk.img");
        state = temp.resolve("state");
    }

    private ImageTracker tracker() throws IOException {
        return tracker("vm-1/0", BLOCK, Long.MAX_VALUE);
    }

    private ImageTracker tracker(String disk, int blockBytes, long spool) throws IOException {
        return new ImageTracker(
                image,
                disk,
                blockBytes,
                DiskFolder.at(state),
                new Random(1),
                InstantSource.system(),
                2,
                spool);
    }

    private Scan.Found found(Scan scan) {
        assertThat(scan).isInstanceOf(Scan.Found.class);
        return (Scan.Found) scan;
    }

    private static byte[] noise(long seed, int bytes) {
        byte[] noise = new byte[bytes];
        new Random(seed).nextBytes(noise);
        return noise;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 15, 16, 17, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK, 700_001})
    void the_first_copy_is_the_image_in_every_shape(int bytes) throws IOException {
        byte[] content = noise(bytes, bytes);
        Files.write(image, content);
        Scan.Found first = found(tracker().scan(Hold.PAUSED, null));
        try (BlockSource source = first.source()) {
            assertThat(first.basis()).isEqualTo(Basis.NO_COPY);
            assertThat(source.base()).isNull();
            assertThat(Copied.with(new byte[0], source)).isEqualTo(content);
            assertThat(source.root()).isEqualTo(Copied.root(content, BLOCK));
        }
    }

    @Test
    void holes_are_not_sent() throws IOException {
        int block = 64 << 10;
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(4L << 30);
            file.seek(3L << 30);
            file.write(7);
        }
        Scan.Found first = found(tracker("vm-1/0", block, 1 << 20).scan(Hold.PAUSED, null));
        try (BlockSource source = first.source()) {
            assertThat(first.blocks()).isEqualTo(65536);
            assertThat(first.changed()).isEqualTo(1);
            assertThat(source.next(0)).extracting("index").isEqualTo((3L << 30) / block);
        }
    }

    /** Writes, growing, shrinking, zeroing; cycles that arrive, are lost, or arrive unheard. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void the_copy_is_always_the_image_as_it_was_scanned(long seed) throws IOException {
        Random random = new Random(seed);
        byte[] content = noise(seed, 40 * BLOCK);
        byte[] copy = new byte[0];
        Root root = null;
        for (int cycle = 0; cycle < 25; cycle++) {
            content = changed(content, random);
            Files.write(image, content);
            Scan.Found found = found(tracker().scan(Hold.PAUSED, root));
            try (BlockSource source = found.source()) {
                assertThat(source.base()).isEqualTo(root);
                byte[] at = content.clone();
                Arrays.fill(content, 0, Math.min(BLOCK, content.length), (byte) cycle);
                Files.write(image, content);
                assertThat(Copied.with(copy, source)).as("seed %d", seed).isEqualTo(at);
                assertThat(source.root()).isEqualTo(Copied.root(at, BLOCK));
                if (random.nextInt(4) > 0) {
                    copy = at;
                    root = source.root();
                }
            }
            if (random.nextBoolean()) {
                tracker().settle(root);
            }
        }
    }

    private static byte[] changed(byte[] before, Random random) {
        byte[] after =
                random.nextInt(3) == 0
                        ? Arrays.copyOf(before, random.nextInt(60 * BLOCK))
                        : before.clone();
        for (int i = random.nextInt(4); i > 0 && after.length > 0; i--) {
            int at = random.nextInt(after.length);
            int to = Math.min(after.length, at + random.nextInt(3 * BLOCK));
            if (random.nextBoolean()) {
                Arrays.fill(after, at, to, (byte) 0);
            } else {
                System.arraycopy(noise(random.nextLong(), to - at), 0, after, at, to - at);
            }
        }
        return after;
    }

    @Test
    void only_what_changed_is_sent() throws IOException {
        byte[] content = noise(1, 100 * BLOCK);
        Files.write(image, content);
        Root root = firstCopy();
        content[17 * BLOCK + 5] ^= 1;
        content[100 * BLOCK - 1] ^= 1;
        Files.write(image, content);
        Scan.Found next = found(tracker().scan(Hold.PAUSED, root));
        try (BlockSource source = next.source()) {
            assertThat(next.basis()).isEqualTo(Basis.MAP);
            assertThat(next.changed()).isEqualTo(2);
            assertThat(source.next(0)).extracting("index").isEqualTo(17L);
            assertThat(source.next(18)).extracting("index").isEqualTo(99L);
            assertThat(source.next(100)).isNull();
        }
    }

    @Test
    void a_cycle_goes_on_after_a_restart() throws IOException {
        Files.write(image, noise(1, 50 * BLOCK));
        found(tracker().scan(Hold.PAUSED, null)).source().close();
        Files.write(image, noise(2, 50 * BLOCK));
        Scan.Found again = Objects.requireNonNull(tracker().resume(null));
        try (BlockSource source = again.source()) {
            assertThat(Copied.with(new byte[0], source)).isEqualTo(noise(1, 50 * BLOCK));
        }
        assertThat(tracker("vm-2/0", BLOCK, 0).resume(null)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "vm-1/0, 4096, own, MAP",
        "vm-2/0, 4096, own, OTHER_DISK",
        "vm-1/0, 8192, own, OTHER_BLOCKS",
        "vm-1/0, 4096, other, OTHER_COPY",
        "vm-1/0, 4096, none, NO_COPY",
    })
    void a_map_is_used_for_its_own_copy_only(
            String disk, int blockBytes, String copy, Basis expected) throws IOException {
        byte[] content = noise(1, 20 * BLOCK);
        Files.write(image, content);
        Root root = firstCopy();
        @Nullable Root atTarget =
                switch (copy) {
                    case "own" -> root;
                    case "other" -> Copied.root(noise(2, 5), BLOCK);
                    default -> null;
                };
        Scan.Found found =
                found(tracker(disk, blockBytes, Long.MAX_VALUE).scan(Hold.PAUSED, atTarget));
        try (BlockSource source = found.source()) {
            assertThat(found.basis()).isEqualTo(expected);
            assertThat(source.base()).isEqualTo(expected == Basis.MAP ? root : null);
            byte[] before = expected == Basis.MAP ? content : new byte[0];
            assertThat(Copied.with(before, source)).isEqualTo(content);
        }
    }

    @Test
    void no_flipped_byte_of_the_map_hides_a_change() throws IOException {
        Files.write(image, noise(1, 3 * BLOCK));
        Root root = firstCopy();
        byte[] changed = noise(1, 3 * BLOCK);
        changed[BLOCK] ^= 1;
        Files.write(image, changed);
        byte[] map = Files.readAllBytes(state.resolve("map"));
        for (int i = 0; i < map.length; i++) {
            byte[] damaged = map.clone();
            damaged[i] ^= 0x10;
            Files.write(state.resolve("map"), damaged);
            Scan.Found found = found(tracker().scan(Hold.PAUSED, root));
            found.source().close();
            assertThat(found.basis()).as("byte %d", i).isEqualTo(Basis.MAP_DAMAGED);
            assertThat(found.changed()).isEqualTo(3);
        }
        Files.write(state.resolve("map"), Arrays.copyOf(map, map.length - 1));
        found(tracker().scan(Hold.PAUSED, root)).source().close();
        Files.delete(state.resolve("map"));
        Scan.Found found = found(tracker().scan(Hold.PAUSED, root));
        found.source().close();
        assertThat(found.basis()).isEqualTo(Basis.NO_MAP);
    }

    @Test
    void a_damaged_spool_is_noticed_and_the_block_named() throws IOException {
        Files.write(image, noise(1, 3 * BLOCK));
        try (BlockSource source = found(tracker().scan(Hold.PAUSED, null)).source()) {
            byte[] spool = Files.readAllBytes(state.resolve("spool"));
            spool[BLOCK + 1] ^= 1;
            Files.write(state.resolve("spool"), spool);
            assertThat(source.next(0)).isNotNull();
            assertThatThrownBy(() -> source.next(1))
                    .isInstanceOfSatisfying(
                            DamagedException.class,
                            damaged -> assertThat(damaged.block()).isEqualTo(1));
        }
    }

    @Test
    void a_file_that_is_written_all_the_time_gives_no_point() throws Exception {
        Files.write(image, noise(1, 400 * BLOCK));
        AtomicBoolean stop = new AtomicBoolean();
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            Thread guest =
                    Thread.ofPlatform()
                            .start(() -> {
                                while (!stop.get()) {
                                    write(file);
                                }
                            });
            assertThat(tracker().scan(Hold.RUNNING, null))
                    .isEqualTo(new Scan.Unsteady(Hold.RUNNING, ImageTracker.PASSES));
            assertThat(tracker().scan(Hold.PAUSED, null))
                    .isEqualTo(new Scan.Unsteady(Hold.PAUSED, 1));
            stop.set(true);
            guest.join();
        }
        found(tracker().scan(Hold.RUNNING, null)).source().close();
    }

    private static void write(RandomAccessFile file) {
        try {
            file.seek(5);
            file.write(1);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void refusals_leave_what_is_known() throws IOException {
        assertThat(tracker().scan(Hold.PAUSED, null)).isEqualTo(new Scan.NoImage(image));
        Files.write(image, noise(1, 20 * BLOCK));
        Root root = firstCopy();
        Files.write(image, noise(2, 20 * BLOCK));
        assertThat(tracker("vm-1/0", BLOCK, 19 * BLOCK).scan(Hold.PAUSED, root))
                .isEqualTo(new Scan.SpoolFull(19 * BLOCK));
        assertThat(Files.exists(state.resolve("spool"))).isFalse();
        Files.write(image, noise(1, 20 * BLOCK));
        Scan.Found found = found(tracker().scan(Hold.PAUSED, root));
        found.source().close();
        assertThat(found.changed()).isZero();
    }

    @Test
    void a_clone_is_read_or_its_absence_is_told() throws IOException {
        byte[] content = noise(1, 20 * BLOCK);
        Files.write(image, content);
        switch (tracker().scan(Hold.REFLINK, null)) {
            case Scan.Found found -> {
                Files.write(image, noise(2, 20 * BLOCK));
                try (BlockSource source = found.source()) {
                    assertThat(Copied.with(new byte[0], source)).isEqualTo(content);
                }
            }
            case Scan.NoReflink none -> assertThat(none.image()).isEqualTo(image);
            case Scan.Unsteady _, Scan.SpoolFull _, Scan.NoImage _ ->
                    throw new AssertionError("neither a clone nor its absence");
        }
    }

    private Root firstCopy() throws IOException {
        try (BlockSource source = found(tracker().scan(Hold.PAUSED, null)).source()) {
            Root root = source.root();
            tracker().settle(root);
            return root;
        }
    }
}
