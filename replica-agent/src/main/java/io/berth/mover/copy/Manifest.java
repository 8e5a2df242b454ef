package io.berth.mover.copy;

import io.berth.mover.ImageShape;
import io.berth.mover.Root;
import io.berth.mover.file.DamagedException;
import io.berth.mover.file.Folder;
import io.berth.mover.file.SealedFile;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a copy consists of. Replacing this one file is what makes a point, and what takes one away;
 * a file that it does not name is left over.
 *
 * @param nextId of the next file or point; never used twice
 * @param image the id of base and tree
 * @param applying the id of the cycle whose blocks are being written over the base; 0: none
 * @param points from the oldest to the newest; empty only before the first cycle
 */
record Manifest(long nextId, long image, long applying, List<Kept> points) {
    static final String NAME = "manifest";
    private static final long MAGIC = 0x4265_7274_6843_0001L;

    /**
     * A point and how it is reached.
     *
     * @param undo the id of the layer that makes it out of the next newer one; 0: it is the newest
     */
    record Kept(Point point, long undo) {}

    static Manifest none() {
        return new Manifest(1, 0, 0, List.of());
    }

    @Nullable Point newest() {
        return points.isEmpty() ? null : points.getLast().point();
    }

    int indexOf(long number) throws RefusedException {
        for (int i = 0; i < points.size(); i++) {
            if (points.get(i).point().number() == number) {
                return i;
            }
        }
        throw new RefusedException(new RefusedException.NoPoint(number));
    }

    boolean names(String file) {
        return file.equals(NAME)
                || (image != 0 && (file.equals(base(image)) || file.equals(tree(image))))
                || (applying != 0 && (isStage(file, applying) || file.equals(patch(applying))))
                || points.stream()
                        .filter(kept -> kept.undo() != 0)
                        .anyMatch(kept ->
                                file.equals(index("undo", kept.undo()))
                                        || file.equals(data("undo", kept.undo())));
    }

    static boolean isStage(String file, long id) {
        return file.equals(index("stage", id)) || file.equals(data("stage", id));
    }

    static String base(long id) {
        return "base-" + id;
    }

    static String tree(long id) {
        return "tree-" + id;
    }

    static String patch(long id) {
        return "patch-" + id;
    }

    static String index(String kind, long id) {
        return kind + "-" + id + ".index";
    }

    static String data(String kind, long id) {
        return kind + "-" + id + ".data";
    }

    void write(Folder folder) throws IOException {
        ByteBuffer to = ByteBuffer.allocate(64 + points.size() * 128);
        to.putLong(MAGIC).putLong(nextId).putLong(image).putLong(applying).putInt(points.size());
        for (Kept kept : points) {
            Point point = kept.point();
            to.putLong(point.number()).putLong(point.ordered().getEpochSecond());
            to.putInt(point.ordered().getNano()).put((byte) point.mark().ordinal());
            shape(to, point.shape());
            to.put(point.root().bytes()).putLong(kept.undo());
        }
        byte[] content = new byte[to.position()];
        to.flip().get(content);
        SealedFile.write(folder, NAME, content);
    }

    static Manifest read(Folder folder) throws IOException {
        ByteBuffer from = SealedFile.read(folder, NAME);
        if (from == null) {
            return none();
        }
        try {
            if (from.getLong() != MAGIC) {
                throw new DamagedException(NAME, "it does not begin like a manifest");
            }
            long nextId = from.getLong();
            long image = from.getLong();
            long applying = from.getLong();
            int count = from.getInt();
            List<Kept> points = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                Point point =
                        new Point(
                                from.getLong(),
                                Instant.ofEpochSecond(from.getLong(), from.getInt()),
                                mark(from.get()),
                                shape(from),
                                root(from));
                points.add(new Kept(point, from.getLong()));
            }
            return new Manifest(nextId, image, applying, List.copyOf(points));
        } catch (BufferUnderflowException | DateTimeException | IllegalArgumentException e) {
            throw new DamagedException(NAME, String.valueOf(e.getMessage()));
        }
    }

    static void shape(ByteBuffer to, ImageShape shape) {
        to.putInt(shape.blockBytes()).putLong(shape.bytes());
    }

    static ImageShape shape(ByteBuffer from) {
        int blockBytes = from.getInt();
        return new ImageShape(from.getLong(), blockBytes);
    }

    static Root root(ByteBuffer from) {
        byte[] bytes = new byte[32];
        from.get(bytes);
        return Root.of(bytes);
    }

    static Mark mark(byte ordinal) {
        Mark[] all = Mark.values();
        if (ordinal < 0 || ordinal >= all.length) {
            throw new IllegalArgumentException("there is no mark " + ordinal);
        }
        return all[ordinal];
    }
}
