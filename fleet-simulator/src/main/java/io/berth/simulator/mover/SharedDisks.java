package io.berth.simulator.mover;

import io.berth.contracts.ids.VmId;
import io.berth.simulator.image.VmDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * The disks of VMs on the storages of all clusters and hosts. Only VMs that take part in
 * replication have one, so a fleet of thousands that nobody replicates costs nothing.
 */
public final class SharedDisks {
    static final String IMAGE = ".img";

    private static final Logger LOG = Logger.getLogger(SharedDisks.class);

    private record Place(StorageName storage, VmId vm) {}

    private final Path folder;
    private final long bytes;
    private final InstantSource clock;
    private final Map<Place, SharedDisk> disks = new ConcurrentHashMap<>();

    /**
     * @param bytes of a new disk, between {@link VmDisk#SMALLEST} and {@link VmDisk#LARGEST}
     */
    public SharedDisks(Path folder, long bytes, InstantSource clock) {
        if (bytes < VmDisk.SMALLEST || bytes > VmDisk.LARGEST || bytes % VmDisk.SMALLEST != 0) {
            throw new IllegalArgumentException(
                    "berth.simulator.disk-size is %d; give a multiple of %d bytes, %d at most"
                            .formatted(bytes, VmDisk.SMALLEST, VmDisk.LARGEST));
        }
        this.folder = folder;
        this.bytes = bytes;
        this.clock = clock;
    }

    /** Takes up the disks that an earlier simulator has left. */
    public void load() throws IOException {
        for (Path home : Trees.in(folder)) {
            for (Path image : Trees.in(home)) {
                String name = image.getFileName().toString();
                if (name.endsWith(IMAGE)) {
                    VmId vm = new VmId(name.substring(0, name.length() - IMAGE.length()));
                    settle(of(new StorageName(home.getFileName().toString()), vm));
                }
            }
        }
    }

    private static void settle(SharedDisk disk) {
        try {
            disk.settle();
        } catch (IOException e) {
            LOG.warnf("The disk %s is not what a guest has left: %s", disk.image(), e.getMessage());
        }
    }

    /** The disk of a VM, whether it is there or not. */
    public SharedDisk of(StorageName storage, VmId vm) {
        return disks.computeIfAbsent(
                new Place(storage, vm), _ -> new SharedDisk(folder, storage, vm, bytes, clock));
    }

    /** Deletes the disk of a VM; nothing happens when it has none. */
    public void discard(StorageName storage, VmId vm) throws IOException {
        SharedDisk disk = disks.get(new Place(storage, vm));
        if (disk != null) {
            disk.discard();
        }
    }

    List<SharedDisk> all() {
        return List.copyOf(disks.values());
    }
}
