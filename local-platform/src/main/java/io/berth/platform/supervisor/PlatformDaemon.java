package io.berth.platform.supervisor;

import io.berth.platform.Installation;
import io.berth.platform.OwnerOnly;
import io.berth.platform.PlatformException;
import io.berth.platform.PortPlan;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The process behind {@code berth up}. It ends on SIGTERM or the order {@code DOWN}, and takes its
 * children with it: services first, then the broker and the databases, so that no service sees its
 * ground vanish.
 *
 * <p>Arguments: the port base, and {@code simulator} or {@code no-simulator}.
 */
public final class PlatformDaemon {
    /** The last argument of a platform with simulated hosts. */
    public static final String SIMULATOR = "simulator";

    /** The last argument of a platform without. */
    public static final String NO_SIMULATOR = "no-simulator";

    private static final Logger LOG = LoggerFactory.getLogger(PlatformDaemon.class);

    private final Installation installation;
    private final Supervisor supervisor;
    private final AtomicBoolean starting = new AtomicBoolean(true);
    private final CountDownLatch down = new CountDownLatch(1);
    private final RunFile runFile;
    private final ControlServer control;

    private PlatformDaemon(Installation installation, Supervisor supervisor, int portBase)
            throws IOException {
        this.installation = installation;
        this.supervisor = supervisor;
        this.runFile = RunFile.ofThisProcess(installation, portBase);
        this.control =
                new ControlServer(runFile.socket(), supervisor, starting::get, down::countDown);
    }

    /** Runs until it is told to end. */
    public static void main(String[] args) {
        Installation installation = Installation.locate();
        Path problemFile = startProblem(installation);
        try {
            // Held until this process ends, however it ends.
            FileLock lock = openLock(installation).tryLock();
            if (lock == null) {
                throw new PlatformException(
                        "A platform runs already in " + installation.home() + ".");
            }
            Files.deleteIfExists(problemFile);
            run(installation, Integer.parseInt(args[0]), SIMULATOR.equals(args[1]));
        } catch (PlatformException e) {
            LOG.error("{}", e.getMessage());
            OwnerOnly.write(problemFile, e.getMessage() + "\n");
            System.exit(1);
        } catch (IOException e) {
            LOG.error("Cannot use {}", installation.home(), e);
            System.exit(1);
        }
        System.exit(0);
    }

    /** Where a daemon that could not start leaves the reason. */
    public static Path startProblem(Installation installation) {
        return installation.run().resolve("start-problem.txt");
    }

    private static FileChannel openLock(Installation installation) throws IOException {
        return FileChannel.open(
                OwnerOnly.folder(installation.run()).resolve("lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
    }

    private static void run(Installation installation, int portBase, boolean simulator)
            throws IOException {
        PlatformPlan plan = new PlatformPlan(installation, new PortPlan(portBase), System.getenv());
        plan.requireBuilt();
        Leftovers leftovers = new Leftovers(installation.run().resolve("children"));
        leftovers.end();
        Supervisor supervisor =
                new Supervisor(plan.levels(), leftovers::record, InstantSource.system());
        new PlatformDaemon(installation, supervisor, portBase).serve(simulator);
    }

    private void serve(boolean simulator) {
        Runtime.getRuntime().addShutdownHook(new Thread(this::stopEverything, "stop-everything"));
        runFile.write(installation);
        startEverything(simulator);
        try {
            down.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Without broker or databases nothing can work, so that ends the daemon; a service may fail.
     */
    private void startEverything(boolean simulator) {
        long begun = System.nanoTime();
        supervisor.startAll(PlatformPlan.INFRASTRUCTURE);
        try {
            supervisor.startAll(PlatformPlan.services(simulator));
            LOG.info(
                    "Everything is ready after {} ms",
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
        } catch (PlatformException e) {
            LOG.error("Not everything is ready: {}", e.getMessage());
        } finally {
            starting.set(false);
        }
    }

    /** Runs when the JVM is told to end, by an order, a signal or a failed start. */
    private void stopEverything() {
        LOG.info("Stopping everything");
        try {
            supervisor.stopAll();
            control.close();
        } catch (PlatformException | IOException e) {
            LOG.error("Not everything stopped in order: {}", e.getMessage());
        }
        RunFile.remove(installation);
        LOG.info("Stopped");
    }
}
