package io.berth.mover.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.mover.Block;
import io.berth.mover.BlockSink;
import io.berth.mover.ImageShape;
import io.berth.mover.Root;
import io.berth.mover.file.DamagedException;
import io.berth.mover.file.DiskFolder;
import io.berth.mover.file.Folder;
import io.berth.mover.hash.RootBuilder;
import io.berth.mover.hash.TreeHash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CopyTest {
    private static final int BLOCK = 4096;

    @TempDir Path temp;

    private static byte[] noise(long seed, int bytes) {
        byte[] noise = new byte[bytes];
        new Random(seed).nextBytes(noise);
        return noise;
    }

    private static Root root(byte[] image) {
        TreeHash hash = new TreeHash();
        RootBuilder root = new RootBuilder(hash);
        for (int at = 0; at < image.length; at += BLOCK) {
            int bytes = Math.min(BLOCK, image.length - at);
            root.add(hash.leaf(ByteBuffer.wrap(image, at, bytes)), 0);
        }
        return root.root();
    }

    private static Cycle cycle(byte @Nullable [] from, byte[] to) {
        return new Cycle(
                root(to).hex(),
                new ImageShape(to.length, BLOCK),
                from == null ? null : root(from),
                Instant.EPOCH,
                Mark.CRASH_CONSISTENT);
    }

    private static ByteBuffer block(byte[] image, long index) {
        int at = (int) index * BLOCK;
        return ByteBuffer.wrap(image, at, Math.min(BLOCK, image.length - at)).slice();
    }

    /** Sends what differs, from where the copy has come, with a checkpoint each few blocks. */
    private static void send(Copy copy, byte @Nullable [] from, byte[] to) throws IOException {
        try (BlockSink sink = copy.begin(cycle(from, to))) {
            byte[] before = from == null ? new byte[0] : from;
            ImageShape shape = new ImageShape(to.length, BLOCK);
            int sent = 0;
            for (long i = sink.resumeAt(); i < shape.blocks(); i++) {
                boolean there = i * BLOCK < before.length;
                ByteBuffer old = there ? block(before, i) : ByteBuffer.allocate(shape.bytesOf(i));
                if (!old.equals(block(to, i))) {
                    sink.write(new Block(i, block(to, i)));
                    if (++sent % 3 == 0) {
                        sink.checkpoint();
                    }
                }
            }
            sink.commit(root(to));
        }
    }

    private static byte[] read(Copy copy, long number) throws IOException {
        try (PointSource source = copy.open(number)) {
            byte[] image = new byte[(int) source.shape().bytes()];
            for (long i = 0; i < source.shape().blocks(); i++) {
                ByteBuffer data = source.read(i);
                data.get(image, (int) i * BLOCK, data.remaining());
            }
            assertThat(source.root()).isEqualTo(root(image));
            return image;
        }
    }

    private static byte[] changed(byte[] before, Random random) {
        byte[] after =
                random.nextInt(4) == 0
                        ? Arrays.copyOf(before, random.nextInt(24 * BLOCK))
                        : before.clone();
        for (int i = random.nextInt(5); i > 0 && after.length > 0; i--) {
            int at = random.nextInt(after.length);
            int to = Math.min(after.length, at + random.nextInt(2 * BLOCK));
            if (random.nextInt(3) == 0) {
                Arrays.fill(after, at, to, (byte) 0);
            } else {
                System.arraycopy(noise(random.nextLong(), to - at), 0, after, at, to - at);
            }
        }
        return after;
    }

    private static void assertPoints(Copy copy, Map<Long, byte[]> images) throws IOException {
        assertThat(copy.points())
                .extracting(Point::number)
                .containsExactlyElementsOf(images.keySet());
        for (Map.Entry<Long, byte[]> image : images.entrySet()) {
            assertThat(Arrays.equals(read(copy, image.getKey()), image.getValue()))
                    .as("point %d", image.getKey())
                    .isTrue();
        }
    }

    @Test
    void points_between_wanted_ones_wait_for_each_other() throws IOException {
        Copy copy = Copy.open(new FrailFolder(), Copy.MOST_OLDER);
        TreeMap<Long, byte[]> images = new TreeMap<>();
        Random random = new Random(5);
        byte[] last = noise(5, 20 * BLOCK);
        send(copy, null, last);
        images.put(copy.points().getLast().number(), last);
        for (int i = 0; i < 3 + Copy.WAITING; i++) {
            byte[] image = changed(last, random);
            send(copy, last, image);
            images.put(copy.points().getLast().number(), image);
            last = image;
        }
        List<Long> numbers = copy.points().stream().map(Point::number).toList();
        Set<Long> wanted = Set.of(numbers.get(1), numbers.get(2));

        copy.retain(point -> wanted.contains(point.number()));

        images.remove(numbers.getFirst());
        assertPoints(copy, images);

        byte[] image = changed(last, random);
        send(copy, last, image);
        long newest = copy.points().getLast().number();
        copy.retain(point -> wanted.contains(point.number()));

        images.keySet().retainAll(wanted);
        images.put(newest, image);
        assertPoints(copy, images);

        long read = numbers.get(2);
        try (PointSource source = copy.open(read)) {
            copy.retain(_ -> false);
            assertThat(copy.points()).extracting(Point::number).containsExactly(read, newest);
            assertThat(source.read(0))
                    .isEqualTo(block(Objects.requireNonNull(images.get(read)), 0));
        }
        copy.retain(_ -> false);
        assertThat(copy.points()).extracting(Point::number).containsExactly(newest);
        copy.retain(_ -> false);
        assertThat(copy.points()).extracting(Point::number).containsExactly(newest);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void every_point_stays_what_it_was(long seed) throws IOException {
        Random random = new Random(seed);
        Folder folder = new FrailFolder();
        int keep = random.nextInt(7);
        Copy copy = Copy.open(folder, keep);
        TreeMap<Long, byte[]> images = new TreeMap<>();
        byte[] image = noise(seed, random.nextInt(24 * BLOCK));
        byte[] last = null;
        for (int i = 0; i < 40; i++) {
            send(copy, random.nextInt(10) == 0 ? null : last, image);
            images.put(copy.points().getLast().number(), image);
            while (images.size() > keep + 1) {
                images.pollFirstEntry();
            }
            if (images.size() > 1 && random.nextInt(3) == 0) {
                long gone = List.copyOf(images.keySet()).get(random.nextInt(images.size() - 1));
                copy.remove(gone);
                images.remove(gone);
            }
            if (random.nextInt(3) == 0) {
                copy = Copy.open(folder, keep);
            }
            assertPoints(copy, images);
            last = image;
            image = changed(image, random);
        }
    }

    /**
     * The power goes before each single operation of a cycle, of a cycle from nothing and of a
     * merge. Afterwards there are the points before it or those after it, each byte for byte, and
     * the cycle can be sent again.
     */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void power_lost_at_any_operation_leaves_the_points_before_or_after(long seed)
            throws IOException {
        byte[][] images = new byte[4][];
        images[0] = noise(seed, 12 * BLOCK + 100);
        Random changes = new Random(seed);
        for (int i = 1; i < images.length; i++) {
            images[i] = changed(images[i - 1], changes);
            if (images[i].length > 0) {
                images[i][0] = (byte) i;
            }
        }
        for (Step step : Step.values()) {
            boolean lost = true;
            for (int at = 0; lost; at++) {
                FrailFolder folder = before(images);
                Copy copy = Copy.open(folder, 5);
                List<Long> old = copy.points().stream().map(Point::number).toList();
                folder.losePowerAfter(at);
                lost = loses(copy, step, images, old);
                Random random = new Random(seed * 1000 + at);
                FrailFolder back = folder.afterLoss(random);
                back.losePowerAfter(random.nextInt(60));
                if (opens(back)) {
                    back.losePowerAfter(Long.MAX_VALUE);
                } else {
                    back = back.afterLoss(random);
                }
                check(
                        back,
                        step,
                        images,
                        old,
                        "seed %d, %s, operation %d".formatted(seed, step, at));
            }
        }
    }

    private enum Step {
        DELTA,
        WHOLE,
        MERGE
    }

    private static FrailFolder before(byte[][] images) throws IOException {
        FrailFolder folder = new FrailFolder();
        Copy copy = Copy.open(folder, 5);
        send(copy, null, images[0]);
        send(copy, images[0], images[1]);
        send(copy, images[1], images[2]);
        return folder;
    }

    private static boolean opens(Folder folder) throws IOException {
        try {
            var _ = Copy.open(folder, 5);
            return true;
        } catch (FrailFolder.PowerLoss _) {
            return false;
        }
    }

    private static boolean loses(Copy copy, Step step, byte[][] images, List<Long> old)
            throws IOException {
        try {
            switch (step) {
                case DELTA -> send(copy, images[2], images[3]);
                case WHOLE -> send(copy, null, images[3]);
                case MERGE -> copy.remove(old.get(1));
            }
            return false;
        } catch (FrailFolder.PowerLoss _) {
            return true;
        }
    }

    private static void check(
            Folder folder, Step step, byte[][] images, List<Long> old, String what)
            throws IOException {
        Copy copy = Copy.open(folder, 5);
        TreeMap<Long, byte[]> expected = new TreeMap<>();
        for (Point point : copy.points()) {
            int at = old.indexOf(point.number());
            expected.put(point.number(), at < 0 ? images[3] : images[at]);
        }
        assertThat(expected.keySet()).as(what).contains(old.get(0), old.get(2));
        assertThat(step == Step.MERGE || expected.containsKey(old.get(1))).as(what).isTrue();
        assertPoints(copy, expected);
        if (expected.size() == 3 && step != Step.MERGE) {
            send(copy, step == Step.DELTA ? images[2] : null, images[3]);
            expected.put(copy.points().getLast().number(), images[3]);
            assertPoints(copy, expected);
        }
    }

    /** No byte of what describes the blocks can be wrong without being noticed. */
    @Test
    void a_flipped_byte_is_an_error_and_never_other_data() throws IOException {
        byte[][] images = {noise(1, 5 * BLOCK), noise(2, 5 * BLOCK), noise(3, 5 * BLOCK)};
        for (String name : before(images).names()) {
            int bytes = before(images).content(name).length;
            for (int at = 0;
                    at < bytes;
                    at += name.startsWith("base") || name.endsWith("data") ? 997 : 1) {
                FrailFolder folder = before(images);
                folder.damage(name, at);
                try {
                    Copy copy = Copy.open(folder, 5);
                    assertThat(copy.points()).hasSize(3);
                    for (int i = 0; i < 3; i++) {
                        assertThat(read(copy, copy.points().get(i).number())).isEqualTo(images[i]);
                    }
                    assertThat(name).as("byte %d is not looked at", at).startsWith("tree");
                } catch (DamagedException e) {
                    assertThat(e).hasMessageContaining("damaged");
                }
            }
        }
    }

    @Test
    void a_damaged_block_is_named_and_not_promoted() throws IOException {
        byte[][] images = {noise(1, 9 * BLOCK), noise(1, 9 * BLOCK), noise(1, 9 * BLOCK)};
        images[1][0] ^= 1;
        images[2][0] ^= 2;
        FrailFolder folder = before(images);
        Copy copy = Copy.open(folder, 5);
        long newest = copy.points().getLast().number();
        Point point = copy.points().getLast();
        assertThat(copy.verify(newest)).isEqualTo(new Verified.Sound(point));
        String base =
                folder.names().stream().filter(n -> n.startsWith("base")).findAny().orElseThrow();
        folder.damage(base, 4 * BLOCK + 7);
        assertThat(copy.verify(newest)).isEqualTo(new Verified.Damaged(point, List.of(4L), 1));
        Path file = temp.resolve("vm.img");
        assertThatThrownBy(() -> copy.promote(newest, file))
                .isInstanceOfSatisfying(
                        DamagedException.class, e -> assertThat(e.block()).isEqualTo(4));
        try (var left = Files.list(temp)) {
            assertThat(left).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 5 * BLOCK})
    void points_are_written_out_while_cycles_go_on(int bytes) throws IOException {
        Copy copy = Copy.open(DiskFolder.at(temp.resolve("copy")), 5);
        byte[] first = noise(1, bytes);
        byte[] second = noise(2, 2 * bytes);
        send(copy, null, first);
        long number = copy.points().getFirst().number();
        Path file = temp.resolve("vm.img");
        try (PointSource source = copy.open(number)) {
            if (bytes > 0) {
                assertThat(source.read(0)).isEqualTo(block(first, 0));
            }
            send(copy, first, second);
            for (long i = 0; i < source.shape().blocks(); i++) {
                assertThat(source.read(i)).isEqualTo(block(first, i));
            }
        }
        copy.promote(number, file);
        assertThat(Files.readAllBytes(file)).isEqualTo(first);
        assertThatThrownBy(() -> copy.promote(number, file))
                .isInstanceOf(FileAlreadyExistsException.class);
        Files.write(file, noise(9, 100));
        assertThat(read(copy, number)).isEqualTo(first);
        assertThat(read(copy, copy.points().getLast().number())).isEqualTo(second);
        copy.drop();
        try (var left = Files.list(temp.resolve("copy"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void refusals_are_typed_and_change_nothing() throws IOException {
        byte[][] images = {noise(1, 5 * BLOCK), noise(2, 5 * BLOCK), noise(3, 5 * BLOCK)};
        Copy copy = Copy.open(before(images), 5);
        List<Point> points = copy.points();
        assertRefused(() -> send(copy, images[0], images[1]), RefusedException.OtherBase.class);
        assertRefused(() -> copy.remove(99), RefusedException.NoPoint.class);
        assertRefused(
                () -> copy.remove(points.getLast().number()), RefusedException.IsNewest.class);
        assertRefused(
                () -> {
                    try (BlockSink sink = copy.begin(cycle(images[2], images[1]))) {
                        sink.commit(root(images[1]));
                    }
                },
                RefusedException.OtherRoot.class);
        assertRefused(
                () -> {
                    try (BlockSink sink = copy.begin(cycle(images[2], images[1]))) {
                        sink.write(new Block(5, ByteBuffer.allocate(BLOCK)));
                    }
                },
                RefusedException.OutOfPlace.class);
        assertRefused(
                () -> {
                    Cycle other =
                            new Cycle(
                                    "x",
                                    new ImageShape(1, 8192),
                                    null,
                                    Instant.EPOCH,
                                    Mark.CRASH_CONSISTENT);
                    copy.begin(other).close();
                },
                RefusedException.OtherBlocks.class);
        assertThat(copy.points()).isEqualTo(points);
        assertThat(read(copy, points.getLast().number())).isEqualTo(images[2]);
    }

    private interface Call {
        void run() throws IOException;
    }

    private static void assertRefused(Call call, Class<?> reason) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.reason()).isInstanceOf(reason));
    }

    @Test
    void a_full_disk_damages_nothing_and_the_cycle_goes_on_with_room() throws IOException {
        byte[][] images = {noise(1, 8 * BLOCK), noise(2, 8 * BLOCK), noise(3, 8 * BLOCK)};
        byte[] next = noise(4, 9 * BLOCK);
        List<Class<?>> seen = new ArrayList<>();
        for (long room = 0; room < 30 * BLOCK; room += 1500) {
            FrailFolder folder = before(images);
            Copy copy = Copy.open(folder, 5);
            TreeMap<Long, byte[]> expected = new TreeMap<>();
            for (int i = 0; i < 3; i++) {
                expected.put(copy.points().get(i).number(), images[i]);
            }
            folder.room(room);
            try {
                send(copy, images[2], next);
                break;
            } catch (RefusedException e) {
                seen.add(e.reason().getClass());
            }
            if (copy.points().size() == 3) {
                assertPoints(copy, expected);
                folder.room(Long.MAX_VALUE);
                send(copy, images[2], next);
            } else {
                for (long number : expected.keySet()) {
                    assertThat(read(copy, number)).isEqualTo(expected.get(number));
                }
                folder.room(Long.MAX_VALUE);
                copy = Copy.open(folder, 5);
            }
            expected.put(copy.points().getLast().number(), next);
            assertPoints(copy, expected);
        }
        assertThat(seen).isNotEmpty().containsOnly(RefusedException.NoRoom.class);
    }

    @Test
    void a_broken_transfer_goes_on_behind_its_checkpoint() throws IOException {
        FrailFolder folder = new FrailFolder();
        byte[] image = noise(1, 6 * BLOCK);
        Copy copy = Copy.open(folder, 5);
        try (BlockSink sink = copy.begin(cycle(null, image))) {
            sink.write(new Block(0, block(image, 0)));
            sink.write(new Block(1, block(image, 1)));
            sink.checkpoint();
            sink.write(new Block(2, block(image, 2)));
        }
        FrailFolder back = folder.afterLoss(new Random(1));
        copy = Copy.open(back, 5);
        try (BlockSink sink = copy.begin(cycle(null, image))) {
            assertThat(sink.resumeAt()).isEqualTo(2);
        }
        try (BlockSink sink = copy.begin(cycle(null, noise(2, 100)))) {
            assertThat(sink.resumeAt()).isZero();
        }
        send(copy, null, image);
        assertThat(read(copy, copy.points().getLast().number())).isEqualTo(image);
    }
}
