package io.berth.mover.copy;

import io.berth.mover.ImageShape;
import io.berth.mover.Root;
import io.berth.mover.file.DamagedException;
import io.berth.mover.file.Folder;
import io.berth.mover.file.SealedFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far a cycle has come in.
 *
 * @param id of its files
 * @param count of blocks kept for good
 * @param end of their data
 * @param resumeAt the next block
 */
record StageState(long id, Cycle cycle, long count, long end, long resumeAt) {
    static final String NAME = "cycle";
    private static final byte[] NO_ROOT = new byte[32];

    void write(Folder folder) throws IOException {
        byte[] name = cycle.name().getBytes(StandardCharsets.UTF_8);
        Root base = cycle.base();
        ByteBuffer to = ByteBuffer.allocate(128 + name.length);
        to.putLong(id).putLong(count).putLong(end).putLong(resumeAt);
        Manifest.shape(to, cycle.shape());
        to.put((byte) (base == null ? 0 : 1)).put(base == null ? NO_ROOT : base.bytes());
        to.putLong(cycle.ordered().getEpochSecond()).putInt(cycle.ordered().getNano());
        to.put((byte) cycle.mark().ordinal()).putInt(name.length).put(name);
        byte[] content = new byte[to.position()];
        to.flip().get(content);
        SealedFile.write(folder, NAME, content);
    }

    /** Null when there is none, or it is not what was written: the cycle begins anew. */
    static @Nullable StageState read(Folder folder) throws IOException {
        ByteBuffer from;
        try {
            from = SealedFile.read(folder, NAME);
        } catch (DamagedException _) {
            return null;
        }
        if (from == null) {
            return null;
        }
        long id = from.getLong();
        long count = from.getLong();
        long end = from.getLong();
        long resumeAt = from.getLong();
        ImageShape shape = Manifest.shape(from);
        boolean hasBase = from.get() != 0;
        Root base = Manifest.root(from);
        Instant ordered = Instant.ofEpochSecond(from.getLong(), from.getInt());
        Mark mark = Manifest.mark(from.get());
        byte[] name = new byte[from.getInt()];
        from.get(name);
        Cycle cycle =
                new Cycle(
                        new String(name, StandardCharsets.UTF_8),
                        shape,
                        hasBase ? base : null,
                        ordered,
                        mark);
        return new StageState(id, cycle, count, end, resumeAt);
    }
}
