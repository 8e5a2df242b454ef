package io.berth.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import io.berth.mover.BlockSource;
import io.berth.mover.Root;
import io.berth.mover.file.DiskFolder;
import io.berth.mover.image.Hold;
import io.berth.mover.image.ImageTracker;
import io.berth.mover.image.Scan;
import io.berth.mover.wire.Rate;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The JVM with little memory that is both ends of the mover: the first copy, then reading, scanning
 * and whole cycles in turn, then throttled cycles. Each figure is a line of its own: name and
 * number.
 */
public final class MoverRun {
    /** Rounds that count, after one that does not. */
    static final int ROUNDS = 3;

    /** How long a throttled cycle sends. */
    private static final int THROTTLED_SECONDS = 6;

    /** The tracker waits until the last write is so old; a cycle does not begin with that here. */
    private static final long TICK_NANOS = 60_000_000;

    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private final Path folder;
    private final double percent;
    private final DiskImage image;
    private final ImageTracker tracker;
    private @Nullable Root root;
    private double buffers;

    private MoverRun(Path folder, int blockBytes, double percent) throws IOException {
        this.folder = folder;
        this.percent = percent;
        image = new DiskImage(folder.resolve(MoverBench.IMAGE), blockBytes, MoverBench.SEED + 1);
        tracker =
                new ImageTracker(
                        image.file(),
                        "bench",
                        blockBytes,
                        DiskFolder.at(folder.resolve("map")),
                        new SecureRandom(),
                        InstantSource.system(),
                        Runtime.getRuntime().availableProcessors(),
                        Long.MAX_VALUE);
    }

    /**
     * @param arguments folder with the image, bytes of a block, percent that change, bytes per
     *     second of each throttle
     */
    public static void main(String[] arguments) throws IOException {
        MoverRun run =
                new MoverRun(
                        Path.of(arguments[0]),
                        Integer.parseInt(arguments[1]),
                        Double.parseDouble(arguments[2]));
        try (MoverPair pair = new MoverPair(run.folder)) {
            tell("first", seconds(() -> run.cycle(pair)));
            for (int round = -1; round < ROUNDS; round++) {
                run.round(pair, "cold", round);
                run.round(pair, "warm", round);
            }
            pair.keepNothing();
            for (String rate : Arrays.asList(arguments).subList(3, arguments.length)) {
                run.throttled(pair, Long.parseLong(rate));
            }
        }
        tell("heap", heapPeakMib());
        tell("buffers", run.buffers);
        tell("resident", residentPeakMib());
    }

    private void round(MoverPair pair, String cache, int round) throws IOException {
        boolean told = round >= 0;
        long blocks = image.change(percent);
        LockSupport.parkNanos(TICK_NANOS);
        for (String what : turns(round)) {
            if (cache.equals("cold")) {
                image.forget();
            } else {
                image.read();
            }
            long cpu = SYSTEM.getProcessCpuTime();
            double seconds =
                    switch (what) {
                        case "read" -> seconds(image::read);
                        case "scan" -> seconds(this::scan);
                        default -> {
                            MoverPair.Sent[] sent = new MoverPair.Sent[1];
                            double took = seconds(() -> sent[0] = cycle(pair));
                            if (told) {
                                tell(cache + "-ship", sent[0].transfer().took().toNanos() / 1e9);
                                tell(cache + "-commit", sent[0].commitSeconds());
                                tell("sent", sent[0].transfer().blocks());
                                tell("changed", blocks);
                            }
                            yield took;
                        }
                    };
            if (told) {
                tell(cache + "-" + what, seconds);
                tell(cache + "-" + what + "-cpu", (SYSTEM.getProcessCpuTime() - cpu) / 1e9);
            }
        }
        if (cache.equals("warm")) {
            rsync(told);
        }
    }

    /** The cycle is the last, since there is nothing changed after it. */
    private static List<String> turns(int round) {
        return round % 2 == 0 ? List.of("read", "scan", "cycle") : List.of("scan", "read", "cycle");
    }

    private void scan() throws IOException {
        found().close();
    }

    private BlockSource found() throws IOException {
        if (tracker.scan(Hold.PAUSED, root) instanceof Scan.Found found) {
            buffers = Math.max(buffers, buffersMib());
            return found.source();
        }
        throw new IllegalStateException("the scan found nothing to send");
    }

    private MoverPair.Sent cycle(MoverPair pair) throws IOException {
        try (BlockSource source = found()) {
            MoverPair.Sent sent = pair.send(source, pair.address(), Rate.UNLIMITED);
            root = sent.root();
            buffers = Math.max(buffers, buffersMib());
            return sent;
        }
    }

    /**
     * To a target that keeps nothing. So much is changed that sending takes some seconds, if the
     * image is large enough.
     */
    private void throttled(MoverPair pair, long bytesPerSecond) throws IOException {
        double wanted = 100.0 * THROTTLED_SECONDS * bytesPerSecond / Files.size(image.file());
        image.change(Math.min(100, wanted));
        try (CountedLink link = new CountedLink(pair.address());
                BlockSource source = found()) {
            pair.send(source, link.address(), new Rate(bytesPerSecond));
            tell("rate-" + bytesPerSecond, link.rate());
        }
    }

    private void rsync(boolean told) throws IOException {
        Process rsync;
        long begun = System.nanoTime();
        try {
            rsync =
                    new ProcessBuilder(
                                    "rsync",
                                    "--inplace",
                                    "--no-whole-file",
                                    image.file().toString(),
                                    folder.resolve(MoverBench.RSYNCED).toString())
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
        } catch (IOException notInstalled) {
            return;
        }
        int code = rsync.onExit().join().exitValue();
        double seconds = (System.nanoTime() - begun) / 1e9;
        if (told) {
            tell(code == 0 ? "rsync" : "rsync-failed", code == 0 ? seconds : code);
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static double seconds(Work work) throws IOException {
        long begun = System.nanoTime();
        work.run();
        return (System.nanoTime() - begun) / 1e9;
    }

    private static void tell(String name, double figure) {
        System.out.println(name + " " + figure);
    }

    private static double heapPeakMib() {
        return mib(
                ManagementFactory.getMemoryPoolMXBeans().stream()
                        .filter(pool -> pool.getType() == MemoryType.HEAP)
                        .map(MemoryPoolMXBean::getPeakUsage)
                        .mapToLong(usage -> usage.getUsed())
                        .sum());
    }

    private static double buffersMib() {
        return mib(
                ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                        .filter(pool -> pool.getName().equals("direct"))
                        .mapToLong(BufferPoolMXBean::getMemoryUsed)
                        .sum());
    }

    /** As Linux has it; 0 elsewhere. */
    private static double residentPeakMib() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return 0;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .map(line -> line.replaceAll("\\D", ""))
                .mapToLong(kib -> Long.parseLong(kib) << 10)
                .mapToDouble(MoverRun::mib)
                .sum();
    }

    private static double mib(long bytes) {
        return (double) bytes / (1 << 20);
    }
}
