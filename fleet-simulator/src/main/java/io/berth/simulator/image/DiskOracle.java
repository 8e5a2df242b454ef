package io.berth.simulator.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Tells whether a raw image is the disk of a simulated VM at one moment. It computes the image anew
 * from the image's own superblock and compares every byte, so an image that is torn, mixed of two
 * moments or stale in a single block is told from a right one by whoever has nothing but the file.
 */
public final class DiskOracle {
    private DiskOracle() {}

    /** Reads all of an image that nobody writes meanwhile. */
    public static Finding verify(Path image) {
        try (FileChannel from = FileChannel.open(image, StandardOpenOption.READ)) {
            return compare(from, VmDisk.superblock(from));
        } catch (IOException e) {
            return new Finding.Unreadable(image + ": " + e.getMessage());
        }
    }

    private static Finding compare(FileChannel from, Superblock superblock) throws IOException {
        long[] owners = superblock.owners();
        ByteBuffer nothing = ByteBuffer.allocate(GuestWrite.BLOCK);
        List<Finding.Wrong> wrong = new ArrayList<>();
        long count = superblock.encoded().equals(VmDisk.get(from, 0)) ? 0 : 1;
        if (count > 0) {
            wrong.add(new Finding.Wrong(0, Finding.Kind.DAMAGED, 0, 0));
        }
        for (int block = 1; block < owners.length; block++) {
            ByteBuffer found = VmDisk.get(from, block);
            ByteBuffer expected =
                    owners[block] == 0 ? nothing : superblock.write(owners[block]).content();
            if (!found.equals(expected)) {
                count++;
                if (wrong.size() < Finding.Damaged.MOST) {
                    wrong.add(judged(superblock, block, owners[block], found));
                }
            }
        }
        return count == 0
                ? new Finding.Sound(superblock)
                : new Finding.Damaged(superblock, List.copyOf(wrong), count);
    }

    private static Finding.Wrong judged(
            Superblock superblock, long block, long expected, ByteBuffer found) {
        GuestWrite.Claim claim = GuestWrite.claim(found);
        if (claim == null) {
            boolean empty = found.equals(ByteBuffer.allocate(GuestWrite.BLOCK));
            return new Finding.Wrong(
                    block, empty ? Finding.Kind.OLDER : Finding.Kind.DAMAGED, expected, 0);
        }
        GuestWrite write = new GuestWrite(superblock.vm(), claim.generation(), claim.number());
        if (!write.content().equals(found)) {
            return new Finding.Wrong(block, Finding.Kind.DAMAGED, expected, 0);
        }
        Finding.Kind kind;
        if (write.block(superblock.blocks()) != block) {
            kind = Finding.Kind.MISPLACED;
        } else if (claim.number() > superblock.newest() || !knows(superblock, write)) {
            kind = Finding.Kind.LATER;
        } else {
            kind = Finding.Kind.OLDER;
        }
        return new Finding.Wrong(block, kind, expected, claim.number());
    }

    private static boolean knows(Superblock superblock, GuestWrite write) {
        return write.number() >= superblock.segments().getFirst().first()
                && superblock.write(write.number()).equals(write);
    }
}
