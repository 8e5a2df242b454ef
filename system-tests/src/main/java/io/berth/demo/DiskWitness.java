package io.berth.demo;

import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.ids.VmId;
import io.berth.mover.copy.Copy;
import io.berth.mover.copy.Point;
import io.berth.mover.file.DiskFolder;
import io.berth.simulator.image.DiskOracle;
import io.berth.simulator.image.Finding;
import io.berth.simulator.image.GuestWrite;
import io.berth.simulator.image.Superblock;
import io.berth.simulator.mover.CycleBook;
import io.berth.simulator.mover.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * Looks at disks of simulated VMs and at what their targets keep of them. It works on copies of the
 * files, since those belong to the simulator, which goes on with them.
 */
final class DiskWitness implements AutoCloseable {
    /** A copy of a disk that is written meanwhile may be torn; another is taken. */
    private static final int TRIES = 50;

    private final Path simulator;
    private final Path own;

    /**
     * @param simulator its state folder
     * @param own a folder that is made, and removed with all in it
     */
    DiskWitness(Path simulator, Path own) {
        this.simulator = simulator;
        this.own = own;
    }

    /** An image that is the disk of a VM at one moment, every byte of it. */
    record Image(Path file, Superblock superblock) {
        /** How many writes of the guest it holds. */
        long writes() {
            return superblock.newest();
        }
    }

    /** The disk of a VM on the storage of a cluster, as it is now. */
    Image disk(DomainId cluster, VmId vm) {
        Path live = simulator.resolve("disks").resolve(cluster.value()).resolve(vm + ".img");
        try {
            Path copy = Files.createDirectories(own).resolve(vm + "@" + cluster + ".img");
            Finding last = new Finding.Unreadable("it was not read");
            for (int i = 0; i < TRIES; i++) {
                Files.copy(live, copy, StandardCopyOption.REPLACE_EXISTING);
                last = DiskOracle.verify(copy);
                if (last instanceof Finding.Sound(Superblock superblock)) {
                    return new Image(copy, superblock);
                }
            }
            throw new DemoException("the disk " + live + " is not right: " + last);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A recovery point that a host keeps, written out; no cycle may run meanwhile.
     *
     * @param cycle that made it
     */
    Image point(HostId host, RelationshipId relationship, long cycle) {
        Path kept = simulator.resolve("copies").resolve(host.value()).resolve(relationship.value());
        String name = relationship + "@" + host;
        try {
            Path folder = own.resolve(name);
            Trees.delete(folder);
            copy(kept, folder);
            CycleBook book = CycleBook.read(DiskFolder.at(folder));
            Copy copy = Copy.open(DiskFolder.at(folder.resolve("disk-0")), Copy.MOST_OLDER);
            Point point =
                    copy.points().stream()
                            .filter(one -> madeBy(book, one, cycle))
                            .findFirst()
                            .orElseThrow(() ->
                                    new DemoException(
                                            "%s keeps no point of cycle %d of %s"
                                                    .formatted(host, cycle, relationship)));
            Path image = own.resolve(name + ".point.img");
            Files.deleteIfExists(image);
            copy.promote(point.number(), image);
            if (DiskOracle.verify(image) instanceof Finding.Sound(Superblock superblock)) {
                return new Image(image, superblock);
            }
            throw new DemoException(
                    "the point of cycle %d of %s at %s is not right: %s"
                            .formatted(cycle, relationship, host, DiskOracle.verify(image)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean madeBy(CycleBook book, Point point, long cycle) {
        CycleBook.Entry entry = book.of(point);
        return entry != null && entry.cycle().value() == cycle;
    }

    private static void copy(Path from, Path to) throws IOException {
        List<Path> all;
        try (Stream<Path> files = Files.walk(from)) {
            all = files.toList();
        }
        for (Path file : all) {
            Path place = to.resolve(from.relativize(file));
            if (Files.isDirectory(file)) {
                Files.createDirectories(place);
            } else {
                Files.copy(file, place);
            }
        }
    }

    /**
     * How two images compare.
     *
     * @param blocks of each
     * @param equal of them, byte for byte
     * @param writtenSince differ, and the later image's guest wrote them after it began its
     *     generation
     * @param begins the write with which that generation begins
     */
    record Comparison(long blocks, long equal, long writtenSince, long begins) {
        /**
         * Whether the later one is the earlier one with what its guest wrote since, if anything.
         */
        boolean goesOnFrom(Image earlier) {
            return equal + writtenSince == blocks && begins == earlier.writes() + 1;
        }
    }

    /** Compares an image with one that it is said to have gone on from. */
    static Comparison compare(Image later, Image earlier) {
        Superblock superblock = later.superblock();
        long begins = superblock.segments().getLast().first();
        long equal = 0;
        long since = 0;
        try (FileChannel one = FileChannel.open(later.file(), StandardOpenOption.READ);
                FileChannel other = FileChannel.open(earlier.file(), StandardOpenOption.READ)) {
            for (long block = 0; block < superblock.blocks(); block++) {
                ByteBuffer now = read(one, block);
                if (now.equals(read(other, block))) {
                    equal++;
                } else if (block == 0 || writtenSince(now, begins)) {
                    since++;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Comparison(superblock.blocks(), equal, since, begins);
    }

    /** The first block tells of the others, and changes with each write. */
    private static boolean writtenSince(ByteBuffer block, long begins) {
        GuestWrite.Claim claim = GuestWrite.claim(block);
        return claim != null && claim.number() >= begins;
    }

    private static ByteBuffer read(FileChannel from, long block) throws IOException {
        ByteBuffer data = ByteBuffer.allocate(GuestWrite.BLOCK);
        long at = block * GuestWrite.BLOCK;
        while (data.hasRemaining()) {
            int read = from.read(data, at + data.position());
            if (read < 0) {
                throw new IOException("the image ends in block " + block);
            }
        }
        return data.flip();
    }

    @Override
    public void close() {
        try {
            Trees.delete(own);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
