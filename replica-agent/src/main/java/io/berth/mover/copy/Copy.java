package io.berth.mover.copy;

import io.berth.mover.BlockSink;
import io.berth.mover.Root;
import io.berth.mover.file.DamagedException;
import io.berth.mover.file.DiskFolder;
import io.berth.mover.file.DiskFull;
import io.berth.mover.file.Folder;
import io.berth.mover.file.Slot;
import io.berth.mover.hash.RootBuilder;
import io.berth.mover.hash.TreeHash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The copy of one disk and its recovery points, in a folder of its own. Hard state: for the VM's
 * owner it is what is left when the source burns.
 *
 * <p>The newest point is a raw image, {@code base}; each older one is the next newer one with a
 * layer of old blocks laid over it. So the newest can be started without any work, a cycle costs
 * twice its changed blocks, and taking away the oldest point is deleting a file.
 *
 * <p><b>A cycle</b> comes in beside all that. To commit it, its root is worked out and compared,
 * the blocks that it changes are saved into a layer, and then the manifest is replaced: that one
 * renaming makes the point. Only then are the blocks written over the base. A kill before leaves
 * the old points; one after it finds the cycle's blocks again and writes them once more. Every
 * older point is right throughout, since what the base loses is in the layer already.
 *
 * <p>One thread at a time commits or thins; points are read meanwhile, and wait only while a
 * cycle's blocks go over the base. Files of one folder belong to one process.
 */
public final class Copy {
    /** The most older points that are kept. */
    public static final int MOST_OLDER = 40;

    /** Points between wanted ones that wait to be taken away together. */
    public static final int WAITING = 8;

    private final Folder folder;
    private final int keep;
    private final Object state = new Object();
    private final Readers readers = new Readers();
    private Manifest manifest;
    private long generation;
    private volatile @Nullable Intake current;

    private Copy(Folder folder, int keep, Manifest manifest) {
        this.folder = folder;
        this.keep = keep;
        this.manifest = manifest;
    }

    /**
     * Opens a copy, finishes what a kill interrupted, and removes what is left over.
     *
     * @param older how many points are kept beside the newest, 0 to {@value #MOST_OLDER}
     * @throws DamagedException when the manifest is not what was written: nothing is guessed
     */
    public static Copy open(Folder folder, int older) throws IOException {
        if (older < 0 || older > MOST_OLDER) {
            throw new IllegalArgumentException(
                    "0 to %d older points are kept, given %d".formatted(MOST_OLDER, older));
        }
        Copy copy = new Copy(folder, older, Manifest.read(folder));
        try {
            copy.finish();
        } catch (IOException e) {
            if (!DiskFull.is(e)) {
                throw e;
            }
        }
        copy.sweep();
        return copy;
    }

    /** From the oldest to the newest. */
    public List<Point> points() {
        synchronized (state) {
            return manifest.points().stream().map(Manifest.Kept::point).toList();
        }
    }

    /** What a delta has to go over; null before the first cycle. */
    public @Nullable Root newestRoot() {
        synchronized (state) {
            Point newest = manifest.newest();
            return newest == null ? null : newest.root();
        }
    }

    /**
     * Takes in a cycle, from where an earlier try of the same one has come; another one is thrown
     * away.
     *
     * @throws RefusedException with {@link RefusedException.OtherBase}, {@link
     *     RefusedException.OtherBlocks} or {@link RefusedException.NoRoom}
     */
    public synchronized BlockSink begin(Cycle cycle) throws IOException {
        try {
            finish();
            Point newest = manifest.newest();
            Root root = newest == null ? null : newest.root();
            if (cycle.base() != null && !cycle.base().equals(root)) {
                throw new RefusedException(new RefusedException.OtherBase(cycle.base(), root));
            }
            if (newest != null && newest.shape().blockBytes() != cycle.shape().blockBytes()) {
                throw new RefusedException(
                        new RefusedException.OtherBlocks(
                                cycle.shape().blockBytes(), newest.shape().blockBytes()));
            }
            StageState stage = stage();
            boolean resumed = stage != null && stage.cycle().equals(cycle);
            if (!resumed) {
                folder.delete(StageState.NAME);
                sweep();
                stage = new StageState(takeId(), cycle, 0, 0, 0);
            }
            current = new Intake(this, Objects.requireNonNull(stage), writer(stage, resumed));
            return current;
        } catch (IOException e) {
            throw typed(e, "a cycle began");
        }
    }

    private LayerWriter writer(StageState stage, boolean resumed) throws IOException {
        String index = Manifest.index("stage", stage.id());
        String data = stageData(stage.cycle(), stage.id());
        return new LayerWriter(
                resumed ? folder.open(index) : folder.create(index),
                resumed ? folder.open(data) : folder.create(data),
                stage.count(),
                stage.end());
    }

    private static String stageData(Cycle cycle, long id) {
        return cycle.base() == null ? Manifest.base(id) : Manifest.data("stage", id);
    }

    /**
     * Ids are taken from the manifest, so that no file of a broken cycle is mistaken for another.
     */
    private long takeId() throws IOException {
        long id = manifest.nextId();
        become(new Manifest(id + 1, manifest.image(), manifest.applying(), manifest.points()));
        return id;
    }

    /** Makes a point of a cycle whose blocks are all there and safe. */
    synchronized void commit(Cycle cycle, long id, Root expected) throws IOException {
        Point newest = manifest.newest();
        boolean delta = cycle.base() != null;
        Root found = patch(cycle, id, delta ? Objects.requireNonNull(newest) : null);
        if (!found.equals(expected)) {
            folder.delete(StageState.NAME);
            throw new RefusedException(new RefusedException.OtherRoot(expected, found));
        }
        long undo = newest == null || keep == 0 ? 0 : takeId();
        if (undo != 0) {
            undo(cycle, id, Objects.requireNonNull(newest), undo);
        }
        if (!delta) {
            ready(cycle, id);
        }
        folder.sync();
        List<Manifest.Kept> points = new ArrayList<>();
        if (undo != 0) {
            points.addAll(manifest.points().subList(0, manifest.points().size() - 1));
            points.add(new Manifest.Kept(Objects.requireNonNull(newest), undo));
        }
        points.add(
                new Manifest.Kept(
                        new Point(id, cycle.ordered(), cycle.mark(), cycle.shape(), found), 0));
        while (points.size() > keep + 1) {
            points.removeFirst();
        }
        become(
                new Manifest(
                        Math.max(manifest.nextId(), id + 1),
                        delta ? manifest.image() : id,
                        delta ? id : 0,
                        List.copyOf(points)));
        finish();
        folder.delete(StageState.NAME);
        sweep();
    }

    private Root patch(Cycle cycle, long id, @Nullable Point over) throws IOException {
        try (LayerReader layer = layer(cycle, id);
                Slot patch = folder.create(Manifest.patch(id));
                @Nullable Slot tree =
                        over == null ? null : folder.open(Manifest.tree(manifest.image()))) {
            Root root =
                    TreeFile.patch(
                            tree,
                            over == null ? null : over.shape(),
                            over == null ? null : over.root(),
                            cycle.shape(),
                            layer,
                            patch);
            patch.sync();
            return root;
        }
    }

    private LayerReader layer(Cycle cycle, long id) throws IOException {
        return LayerReader.open(folder, Manifest.index("stage", id), stageData(cycle, id));
    }

    private void undo(Cycle cycle, long id, Point newest, long undo) throws IOException {
        try (LayerReader layer = layer(cycle, id);
                Slot base = folder.open(Manifest.base(manifest.image()));
                Slot tree = folder.open(Manifest.tree(manifest.image()))) {
            Undo.make(
                    folder,
                    undo,
                    newest.shape(),
                    cycle.shape(),
                    base,
                    tree,
                    layer,
                    cycle.base() != null);
        }
    }

    /** A whole new image only needs its size and its tree. */
    private void ready(Cycle cycle, long id) throws IOException {
        try (Slot base = folder.open(Manifest.base(id));
                Slot patch = folder.open(Manifest.patch(id));
                Slot tree = folder.create(Manifest.tree(id))) {
            base.resize(cycle.shape().bytes());
            base.sync();
            TreeFile.apply(patch, tree);
        }
    }

    /** Writes the blocks of a committed cycle over the base, if they are not yet. */
    private synchronized void finish() throws IOException {
        long id = manifest.applying();
        if (id == 0) {
            return;
        }
        Point newest = Objects.requireNonNull(manifest.newest());
        ByteBuffer data = ByteBuffer.allocateDirect(newest.shape().blockBytes());
        synchronized (state) {
            try (LayerReader layer =
                            LayerReader.open(
                                    folder,
                                    Manifest.index("stage", id),
                                    Manifest.data("stage", id));
                    Slot base = folder.open(Manifest.base(manifest.image()));
                    Slot patch = folder.open(Manifest.patch(id));
                    Slot tree = folder.open(Manifest.tree(manifest.image()))) {
                base.resize(newest.shape().bytes());
                for (; layer.hasBlock(); layer.skip()) {
                    data.clear().limit(newest.shape().bytesOf(layer.block()));
                    layer.read(data);
                    base.write(data.flip(), layer.block() * newest.shape().blockBytes());
                }
                base.sync();
                TreeFile.apply(patch, tree);
            }
            become(new Manifest(manifest.nextId(), manifest.image(), 0, manifest.points()));
        }
    }

    private void become(Manifest next) throws IOException {
        synchronized (state) {
            next.write(folder);
            manifest = next;
            generation++;
        }
    }

    /**
     * Takes away a point that is not the newest; its neighbours stay what they are.
     *
     * @throws RefusedException with {@link RefusedException.NoPoint} or {@link
     *     RefusedException.IsNewest}
     */
    public synchronized void remove(long number) throws IOException {
        try {
            finish();
            List<Manifest.Kept> points = new ArrayList<>(manifest.points());
            int at = manifest.indexOf(number);
            if (at == points.size() - 1) {
                throw new RefusedException(new RefusedException.IsNewest(number));
            }
            if (at > 0) {
                Manifest.Kept older = points.get(at - 1);
                long merged = takeId();
                try (LayerReader first = undo(older.undo());
                        LayerReader second = undo(points.get(at).undo())) {
                    Undo.merge(folder, merged, older.point().shape(), first, second);
                }
                points.set(at - 1, new Manifest.Kept(older.point(), merged));
            }
            points.remove(at);
            become(new Manifest(manifest.nextId(), manifest.image(), 0, List.copyOf(points)));
            sweep();
        } catch (IOException e) {
            throw typed(e, "points were merged");
        }
    }

    /**
     * Takes away what nobody wants any more; never the newest point, and none that is being read,
     * written out for a VM above all: that may take longer than a cycle. The oldest go at once,
     * since that is deleting a file. To take one away from between two others is to write the layer
     * of the older anew, which grows with all that changed since: up to {@value #WAITING} wait for
     * each other, so that it is written once for all of them.
     */
    public synchronized void retain(Predicate<Point> wanted) throws IOException {
        List<Point> points = points();
        List<Point> older = points.subList(0, Math.max(0, points.size() - 1));
        List<Long> between = new ArrayList<>();
        boolean oldest = true;
        for (Point point : older) {
            boolean stays = wanted.test(point) || readers.any(point.number());
            oldest &= !stays;
            if (oldest) {
                remove(point.number());
            } else if (!stays) {
                between.add(point.number());
            }
        }
        if (between.size() > WAITING) {
            for (long number : between.reversed()) {
                remove(number);
            }
        }
    }

    private LayerReader undo(long id) throws IOException {
        return LayerReader.open(folder, Manifest.index("undo", id), Manifest.data("undo", id));
    }

    /** A point's blocks, for as long as it is kept. */
    public PointSource open(long number) throws IOException {
        synchronized (state) {
            return new PointSource(this, manifest.points().get(manifest.indexOf(number)).point());
        }
    }

    /** Reads all of a point. */
    public Verified verify(long number) throws IOException {
        try (PointSource source = open(number)) {
            List<Long> damaged = new ArrayList<>();
            long count = 0;
            RootBuilder root = new RootBuilder(new TreeHash());
            for (long block = 0; block < source.shape().blocks(); block++) {
                try {
                    var _ = source.read(block);
                } catch (DamagedException e) {
                    if (e.block() == DamagedException.NO_BLOCK) {
                        throw e;
                    }
                    count++;
                    if (damaged.size() < Verified.Damaged.MOST) {
                        damaged.add(block);
                    }
                }
                root.add(source.leaf(), 0);
            }
            if (count == 0) {
                requireRoot(source, root);
                return new Verified.Sound(source.point());
            }
            return new Verified.Damaged(source.point(), List.copyOf(damaged), count);
        }
    }

    private static void requireRoot(PointSource source, RootBuilder root) throws DamagedException {
        if (!root.root().equals(source.root())) {
            throw new DamagedException("tree", "the leaves do not have the point's root");
        }
    }

    /**
     * Writes a point out as a raw image that a VM can be started from, every block checked. Points
     * and cycles are not touched by what the VM does to it.
     *
     * @param file that is not there yet; it appears when it is complete
     * @throws DamagedException when a block is not what came in; there is no file then
     */
    public void promote(long number, Path file) throws IOException {
        if (Files.exists(file)) {
            throw new FileAlreadyExistsException(file.toString());
        }
        Path part = file.resolveSibling(file.getFileName() + ".part");
        Files.deleteIfExists(part);
        try (PointSource source = open(number);
                Slot to = DiskFolder.outside(part)) {
            RootBuilder root = new RootBuilder(new TreeHash());
            to.resize(source.shape().bytes());
            for (long block = 0; block < source.shape().blocks(); block++) {
                ByteBuffer data = source.read(block);
                root.add(source.leaf(), 0);
                if (!Zeros.only(data)) {
                    to.write(data, block * source.shape().blockBytes());
                }
            }
            requireRoot(source, root);
            to.sync();
        } catch (IOException e) {
            Files.deleteIfExists(part);
            throw typed(e, "a point was written out");
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * Makes the newest point a file at once, by sharing its blocks, unchecked.
     *
     * @return false when the file system cannot, and there is no file then: {@link #promote}
     */
    public boolean share(Path file) throws IOException {
        synchronized (state) {
            return manifest.image() != 0
                    && manifest.applying() == 0
                    && folder.share(Manifest.base(manifest.image()), file);
        }
    }

    /** Takes away the copy and all its points. */
    public synchronized void drop() throws IOException {
        current = null;
        folder.delete(StageState.NAME);
        folder.sync();
        synchronized (state) {
            folder.delete(Manifest.NAME);
            folder.sync();
            manifest = Manifest.none();
            generation++;
        }
        sweep();
    }

    /** The cycle that is coming in; one that is a point already is over. */
    private @Nullable StageState stage() throws IOException {
        StageState stage = StageState.read(folder);
        return stage == null
                        || manifest.points().stream()
                                .anyMatch(kept -> kept.point().number() == stage.id())
                ? null
                : stage;
    }

    private void sweep() throws IOException {
        StageState stage = stage();
        for (String name : folder.names()) {
            boolean staged =
                    stage != null
                            && (name.equals(StageState.NAME)
                                    || Manifest.isStage(name, stage.id())
                                    || name.equals(stageData(stage.cycle(), stage.id())));
            if (!staged && !manifest.names(name)) {
                folder.delete(name);
            }
        }
        folder.sync();
    }

    private static IOException typed(IOException problem, String doing) {
        return DiskFull.is(problem)
                ? new RefusedException(new RefusedException.NoRoom(doing))
                : problem;
    }

    Folder folder() {
        return folder;
    }

    Object state() {
        return state;
    }

    Readers readers() {
        return readers;
    }

    Manifest manifest() {
        return manifest;
    }

    long generation() {
        return generation;
    }

    boolean isCurrent(Intake intake) {
        return intake.equals(current);
    }
}
