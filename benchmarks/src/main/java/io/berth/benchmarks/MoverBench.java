package io.berth.benchmarks;

import io.berth.mover.Block;
import io.berth.mover.BlockSource;
import io.berth.mover.Root;
import io.berth.mover.file.DiskFolder;
import io.berth.mover.image.Hold;
import io.berth.mover.image.ImageTracker;
import io.berth.mover.image.Scan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Finding the changed blocks of an image and writing them out, beside only reading the image, in a
 * JVM of its own that has {@value #HEAP_MIB} MiB of heap and {@value #DIRECT_MIB} MiB of buffers;
 * and beside rsync.
 */
public final class MoverBench {
    /** What finding and writing out may cost: at least this part of a plain read's throughput. */
    static final double FLOOR = 0.70;

    static final int HEAP_MIB = 64;
    static final int DIRECT_MIB = 64;
    private static final int BLOCK = 64 << 10;
    private static final int READ = 512 << 10;
    private static final int ROUNDS = 4;
    private static final long SEED = 1;
    private static final double PERCENT = 1;

    private MoverBench() {}

    /**
     * @param gib of the image
     */
    static Report run(int gib) {
        try {
            Path folder = Files.createTempDirectory("berth-bench-mover");
            try {
                return measured(folder, gib);
            } finally {
                delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static Report measured(Path folder, int gib) throws IOException, InterruptedException {
        Path image = folder.resolve("disk.img");
        Path copy = folder.resolve("copy.img");
        long bytes = (long) gib << 30;
        write(image, bytes);
        Files.copy(image, copy);
        List<String> told = child(folder);
        double[] read = figures(told, "cold-read");
        double[] move = figures(told, "cold-move");
        double[] warmRead = figures(told, "warm-read");
        double[] warmMove = figures(told, "warm-move");
        double[] peak = figures(told, "peak");
        double[] sent = figures(told, "sent");
        double ratio = median(read) / median(move);
        List<List<String>> rows = new ArrayList<>();
        rows.add(row("from the disk: plain read", bytes, read));
        rows.add(row("from the disk: changed blocks found and written out", bytes, move));
        rows.add(row("from the page cache: plain read", bytes, warmRead));
        rows.add(row("from the page cache: found and written out", bytes, warmMove));
        List<String> notes = new ArrayList<>();
        notes.add(
                ("seed %d; %,.0f of %,d blocks sent; from the disk %.0f %% of the plain read's"
                                + " throughput, from the page cache %.0f %% (medians of %d rounds"
                                + " in turn)")
                        .formatted(
                                SEED,
                                sent[0],
                                bytes / BLOCK,
                                100 * ratio,
                                100 * median(warmRead) / median(warmMove),
                                ROUNDS));
        notes.add(
                "peak of the mover's JVM: heap %.0f MiB, buffers %.0f MiB; it is given %d and %d"
                        .formatted(peak[0], peak[1], HEAP_MIB, DIRECT_MIB));
        notes.add(
                "The floor holds for the disk, since a hypervisor keeps images out of the page"
                        + " cache; there dd drops it before each round.");
        rsync(image, copy, bytes, rows, notes);
        List<String> missed =
                ratio < FLOOR
                        ? List.of(
                                "%.0f %% of the plain read; the floor is %.0f %%"
                                        .formatted(100 * ratio, 100 * FLOOR))
                        : List.of();
        return new Report(
                "replica: a delta of %.0f %% of an image of %d GiB, blocks of %d KiB"
                        .formatted(PERCENT, gib, BLOCK >> 10),
                new Table(List.of("", "s median", "s best", "MiB/s"), rows),
                notes,
                missed);
    }

    private static List<String> row(String what, long bytes, double[] seconds) {
        return List.of(
                what,
                "%.2f".formatted(median(seconds)),
                "%.2f".formatted(Arrays.stream(seconds).min().orElseThrow()),
                "%,.0f".formatted(bytes / median(seconds) / (1 << 20)));
    }

    private static double median(double[] of) {
        double[] sorted = of.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static double[] figures(List<String> told, String name) {
        return told.stream()
                .filter(line -> line.startsWith(name + " "))
                .flatMap(line -> Stream.of(line.split(" ")).skip(1))
                .mapToDouble(Double::parseDouble)
                .toArray();
    }

    private static void rsync(
            Path image, Path copy, long bytes, List<List<String>> rows, List<String> notes)
            throws InterruptedException {
        List<String> command =
                List.of("rsync", "--inplace", "--no-whole-file", image.toString(), copy.toString());
        long begin = System.nanoTime();
        try {
            int code = new ProcessBuilder(command).inheritIO().start().waitFor();
            double[] seconds = {(System.nanoTime() - begin) / 1e9};
            if (code == 0) {
                rows.add(row("rsync --inplace --no-whole-file, once", bytes, seconds));
                notes.add("rsync also reads the target's copy and writes the delta into it.");
            } else {
                notes.add("rsync ended with %d; no figure".formatted(code));
            }
        } catch (IOException e) {
            notes.add("rsync is not installed here; no figure of it");
        }
    }

    private static List<String> child(Path folder) throws IOException, InterruptedException {
        Process java =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx" + HEAP_MIB + "m",
                                "-XX:MaxDirectMemorySize=" + DIRECT_MIB + "m",
                                "-cp",
                                System.getProperty("java.class.path"),
                                MoverBench.class.getName(),
                                folder.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        List<String> told =
                new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .toList();
        if (java.waitFor() != 0) {
            throw new IllegalStateException("the mover's JVM ended with " + java.exitValue());
        }
        return told;
    }

    /** The JVM with little memory: the first copy, the changes, then reading and moving in turn. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        Path image = folder.resolve("disk.img");
        ImageTracker tracker =
                new ImageTracker(
                        image,
                        "bench",
                        BLOCK,
                        DiskFolder.at(folder.resolve("map")),
                        new SecureRandom(),
                        InstantSource.system(),
                        Runtime.getRuntime().availableProcessors(),
                        Long.MAX_VALUE);
        Root root;
        try (BlockSource first = found(tracker.scan(Hold.PAUSED, null)).source()) {
            root = first.root();
        }
        tracker.settle(root);
        change(image);
        Path delta = folder.resolve("delta");
        double buffers = 0;
        for (int round = -1; round < ROUNDS; round++) {
            for (String cache : List.of("cold", "warm")) {
                Moved[] moved = new Moved[1];
                double[] seconds = new double[2];
                for (int turn = 0; turn < 2; turn++) {
                    int way = (turn + round + 1) % 2;
                    prepare(image, cache);
                    seconds[way] =
                            seconds(
                                    way == 0
                                            ? () -> plainRead(image)
                                            : () -> moved[0] = move(tracker, root, delta));
                }
                buffers = Math.max(buffers, moved[0].buffersMib());
                if (round >= 0) {
                    System.out.println(cache + "-read " + seconds[0]);
                    System.out.println(cache + "-move " + seconds[1]);
                    System.out.println("sent " + moved[0].blocks());
                }
            }
        }
        System.out.println("peak " + heapPeakMib() + " " + buffers);
    }

    private static void prepare(Path image, String cache) throws IOException {
        if (cache.equals("cold")) {
            Process dd =
                    new ProcessBuilder("dd", "if=" + image, "iflag=nocache", "count=0")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            if (dd.onExit().join().exitValue() != 0) {
                throw new IOException("dd could not drop the image from the page cache");
            }
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static double seconds(Work work) throws IOException {
        long begin = System.nanoTime();
        work.run();
        return (System.nanoTime() - begin) / 1e9;
    }

    private static Scan.Found found(Scan scan) {
        if (scan instanceof Scan.Found found) {
            return found;
        }
        throw new IllegalStateException("nothing was found: " + scan);
    }

    private static void plainRead(Path image) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(READ);
        try (FileChannel file = FileChannel.open(image)) {
            while (file.read(buffer.clear()) >= 0) {
                // only read
            }
        }
    }

    private static Moved move(ImageTracker tracker, Root root, Path to) throws IOException {
        long sent = 0;
        double buffers = 0;
        try (BlockSource source = found(tracker.scan(Hold.PAUSED, root)).source();
                FileChannel sink =
                        FileChannel.open(
                                to,
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE,
                                StandardOpenOption.TRUNCATE_EXISTING)) {
            buffers = buffersMib();
            for (Block block = source.next(0);
                    block != null;
                    block = source.next(block.index() + 1)) {
                while (block.data().hasRemaining()) {
                    sink.write(block.data());
                }
                sent++;
            }
        }
        return new Moved(sent, buffers);
    }

    /**
     * @param buffersMib that there were when the scan had ended; they go with the next collection
     */
    private record Moved(long blocks, double buffersMib) {}

    private static void write(Path image, long bytes) throws IOException {
        Random random = new Random(SEED);
        byte[] noise = new byte[1 << 20];
        random.nextBytes(noise);
        try (FileChannel file =
                FileChannel.open(image, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (long at = 0; at < bytes; at += noise.length) {
                ByteBuffer.wrap(noise).putLong((int) (at >> 20) & 0xffff, at);
                file.write(ByteBuffer.wrap(noise));
            }
            file.force(true);
        }
    }

    private static void change(Path image) throws IOException {
        Random random = new Random(SEED);
        try (FileChannel file = FileChannel.open(image, StandardOpenOption.WRITE)) {
            long blocks = file.size() / BLOCK;
            for (long i = 0; i < blocks * PERCENT / 100; i++) {
                byte[] noise = new byte[BLOCK];
                random.nextBytes(noise);
                file.write(ByteBuffer.wrap(noise), random.nextLong(blocks) * BLOCK);
            }
            file.force(true);
        }
    }

    private static double heapPeakMib() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                        .filter(pool -> pool.getType() == MemoryType.HEAP)
                        .map(MemoryPoolMXBean::getPeakUsage)
                        .mapToDouble(usage -> usage.getUsed())
                        .sum()
                / (1 << 20);
    }

    private static double buffersMib() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                        .filter(pool -> pool.getName().equals("direct"))
                        .mapToDouble(BufferPoolMXBean::getMemoryUsed)
                        .sum()
                / (1 << 20);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(file);
            }
        }
    }
}
