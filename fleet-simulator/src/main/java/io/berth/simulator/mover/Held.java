package io.berth.simulator.mover;

import io.berth.contracts.ids.CycleNumber;
import io.berth.contracts.ids.HostId;
import io.berth.mover.Root;
import io.berth.mover.file.DamagedException;
import io.berth.mover.file.Folder;
import io.berth.mover.file.SealedFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What a source knows of the copy at its target, in a file beside the block map. Soft state:
 * without it a first copy is due.
 *
 * @param root of the newest point that the target has confirmed; absent before the first
 * @param asked the cycle that was sent and not confirmed; absent when there is none
 */
record Held(HostId target, @Nullable Root root, @Nullable Asked asked) {
    private static final String NAME = "held";
    private static final int MOST = 512;

    /** A cycle whose end the source has not heard of. */
    record Asked(CycleNumber cycle, Root root) {}

    Held asking(CycleNumber cycle, Root next) {
        return new Held(target, root, new Asked(cycle, next));
    }

    Held forgetting() {
        return new Held(target, root, null);
    }

    void write(Folder folder) throws IOException {
        ByteBuffer to = ByteBuffer.allocate(MOST);
        byte[] name = target.value().getBytes(StandardCharsets.UTF_8);
        to.putInt(name.length).put(name);
        put(to, root);
        put(to, asked == null ? null : asked.root());
        if (asked != null) {
            to.putLong(asked.cycle().value());
        }
        byte[] content = new byte[to.flip().remaining()];
        to.get(content);
        SealedFile.write(folder, NAME, content);
    }

    private static void put(ByteBuffer to, @Nullable Root root) {
        to.put((byte) (root == null ? 0 : 1));
        if (root != null) {
            to.put(root.bytes());
        }
    }

    /** What is known of the copy at this target; absent when that is nothing. */
    static @Nullable Held read(Folder folder, HostId target) throws IOException {
        ByteBuffer from;
        try {
            from = SealedFile.read(folder, NAME);
        } catch (DamagedException _) {
            return null;
        }
        if (from == null) {
            return null;
        }
        byte[] name = new byte[from.getInt()];
        from.get(name);
        if (!target.value().equals(new String(name, StandardCharsets.UTF_8))) {
            return null;
        }
        Root root = root(from);
        Root next = root(from);
        return new Held(
                target,
                root,
                next == null ? null : new Asked(new CycleNumber(from.getLong()), next));
    }

    private static @Nullable Root root(ByteBuffer from) {
        if (from.get() == 0) {
            return null;
        }
        byte[] bytes = new byte[32];
        from.get(bytes);
        return Root.of(bytes);
    }
}
