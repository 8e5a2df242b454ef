package io.berth.simulator.mover;

import io.berth.contracts.ids.VmId;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiPredicate;
import org.jboss.logging.Logger;

/**
 * The guests of all VMs that have a disk: in turn, each writes one block while its VM executes. One
 * thread for the whole fleet.
 */
public final class GuestWriter implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(GuestWriter.class);

    private final SharedDisks disks;
    private final BiPredicate<StorageName, VmId> executes;
    private final Set<SharedDisk> broken = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService rounds =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("guests").daemon().factory());

    /**
     * @param executes whether the VM executes on a host with this storage
     */
    public GuestWriter(SharedDisks disks, BiPredicate<StorageName, VmId> executes) {
        this.disks = disks;
        this.executes = executes;
    }

    /** Lets them write; each once in this time. */
    public void start(Duration every) {
        var _ =
                rounds.scheduleWithFixedDelay(
                        this::round, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Each writes once. */
    void round() {
        for (SharedDisk disk : disks.all()) {
            if (executes.test(disk.storage(), disk.vm())) {
                write(disk);
            }
        }
    }

    private void write(SharedDisk disk) {
        try {
            disk.guestWrites();
            broken.remove(disk);
        } catch (IOException | RuntimeException e) {
            if (broken.add(disk)) {
                LOG.warnf(e, "The guest of VM %s cannot write its disk", disk.vm());
            }
        }
    }

    @Override
    public void close() {
        rounds.shutdownNow();
    }
}
