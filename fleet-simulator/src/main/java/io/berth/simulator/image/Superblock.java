package io.berth.simulator.image;

import io.berth.contracts.ids.VmId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The first block of a disk: which writes the image must hold. It is written after the data, and
 * ends with the SHA-256 of all that is before it.
 *
 * @param vm whose guest wrote; a test of a failover may run the disk as another VM
 * @param bytes of the disk
 * @param segments from the oldest to the newest, 1 to {@value #MOST_SEGMENTS}
 * @param newest number of the last write; 0 when there was none
 */
public record Superblock(VmId vm, long bytes, List<Segment> segments, long newest) {
    /** Beyond them the oldest is forgotten, and what is left of its writes is wiped. */
    public static final int MOST_SEGMENTS = 64;

    private static final long MAGIC = 0x4265_7274_6853_0001L;
    private static final int SEAL = 32;

    /**
     * Writes of one generation.
     *
     * @param first its first write; it ends where the next one begins
     */
    public record Segment(long generation, long first) {}

    /**
     * @throws IllegalArgumentException when a part is out of range
     */
    public Superblock {
        segments = List.copyOf(segments);
        if (bytes < 2 * GuestWrite.BLOCK || bytes % GuestWrite.BLOCK != 0) {
            throw new IllegalArgumentException(
                    "a disk has two or more blocks of %d bytes, given %d bytes"
                            .formatted(GuestWrite.BLOCK, bytes));
        }
        if (segments.isEmpty() || segments.size() > MOST_SEGMENTS || newest < 0) {
            throw new IllegalArgumentException(
                    "%d segments, %d writes; 1 to %d segments are possible"
                            .formatted(segments.size(), newest, MOST_SEGMENTS));
        }
        for (int i = 0; i < segments.size(); i++) {
            Segment one = segments.get(i);
            boolean follows = i == 0 || one.first() >= segments.get(i - 1).first();
            if (!follows || one.first() < 1 || one.first() > newest + 1) {
                throw new IllegalArgumentException("segments do not follow: " + segments);
            }
        }
    }

    /** How many blocks the disk has, this one among them. */
    public long blocks() {
        return bytes / GuestWrite.BLOCK;
    }

    /** The generation that the guest writes now. */
    public long generation() {
        return segments.getLast().generation();
    }

    /** The write of this number, which is one that the disk knows of or the next one. */
    GuestWrite write(long number) {
        for (Segment one : segments.reversed()) {
            if (one.first() <= number) {
                return new GuestWrite(vm, one.generation(), number);
            }
        }
        throw new IllegalArgumentException(
                "write %d is before the first one, %d"
                        .formatted(number, segments.getFirst().first()));
    }

    /** After one more write. */
    Superblock advanced() {
        return new Superblock(vm, bytes, segments, newest + 1);
    }

    /** With a generation that begins with the next write. */
    Superblock with(long generation) {
        List<Segment> more = new ArrayList<>(segments);
        more.add(new Segment(generation, newest + 1));
        if (more.size() > MOST_SEGMENTS) {
            more.removeFirst();
        }
        return new Superblock(vm, bytes, more, newest);
    }

    /**
     * The number of the last write of each block; 0 where there was none. Looks back only until
     * every block is known.
     */
    long[] owners() {
        long[] owners = new long[Math.toIntExact(blocks())];
        long unknown = owners.length - 1L;
        long first = segments.getFirst().first();
        for (long number = newest; number >= first && unknown > 0; number--) {
            int block = (int) write(number).block(blocks());
            if (owners[block] == 0) {
                owners[block] = number;
                unknown--;
            }
        }
        return owners;
    }

    ByteBuffer encoded() {
        byte[] name = vm.value().getBytes(StandardCharsets.UTF_8);
        ByteBuffer to = ByteBuffer.allocate(GuestWrite.BLOCK);
        to.putLong(MAGIC).putLong(bytes).putLong(newest).putInt(name.length).put(name);
        to.putInt(segments.size());
        for (Segment one : segments) {
            to.putLong(one.generation()).putLong(one.first());
        }
        to.position(GuestWrite.BLOCK - SEAL);
        return to.put(seal(to.array())).flip();
    }

    /**
     * Reads it back.
     *
     * @throws IOException when it is not what was written
     */
    static Superblock decoded(ByteBuffer block) throws IOException {
        byte[] all = new byte[GuestWrite.BLOCK];
        if (block.remaining() < all.length) {
            throw new IOException(
                    "the superblock ends after %d bytes".formatted(block.remaining()));
        }
        block.get(all);
        ByteBuffer from = ByteBuffer.wrap(all);
        if (from.getLong() != MAGIC) {
            throw new IOException("the disk does not begin with a superblock");
        }
        byte[] found = Arrays.copyOfRange(all, all.length - SEAL, all.length);
        if (!MessageDigest.isEqual(found, seal(all))) {
            throw new IOException("the superblock's checksum is another");
        }
        try {
            long bytes = from.getLong();
            long newest = from.getLong();
            byte[] name = new byte[from.getInt()];
            from.get(name);
            List<Segment> segments = new ArrayList<>();
            for (int left = from.getInt(); left > 0; left--) {
                segments.add(new Segment(from.getLong(), from.getLong()));
            }
            return new Superblock(
                    new VmId(new String(name, StandardCharsets.UTF_8)), bytes, segments, newest);
        } catch (IllegalArgumentException e) {
            throw new IOException("the superblock makes no sense: " + e.getMessage(), e);
        }
    }

    private static byte[] seal(byte[] block) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(block, 0, block.length - SEAL);
            return sha.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
