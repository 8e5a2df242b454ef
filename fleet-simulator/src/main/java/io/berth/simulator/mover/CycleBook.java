package io.berth.simulator.mover;

import io.berth.contracts.ids.CycleNumber;
import io.berth.contracts.ids.VmId;
import io.berth.mover.copy.Point;
import io.berth.mover.file.DamagedException;
import io.berth.mover.file.Folder;
import io.berth.mover.file.SealedFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which cycle made which recovery point of a copy, in a file beside it. Points know the moment of
 * their cycle, and that is never the same twice. A cycle is in the book before its first block
 * comes, so a kill at any moment leaves no point without its cycle.
 *
 * @param entries in the order in which they were announced
 */
public record CycleBook(List<Entry> entries) {
    static final CycleBook EMPTY = new CycleBook(List.of());
    private static final String NAME = "cycles";

    /**
     * A cycle that was announced.
     *
     * @param ordered when it was ordered, or, where that is not after the cycle before, a moment
     *     later than that
     */
    public record Entry(VmId vm, CycleNumber cycle, Instant ordered) {}

    /** Takes a copy. */
    public CycleBook {
        entries = List.copyOf(entries);
    }

    /** Which cycle made this point; absent when that is not known any more. */
    public @Nullable Entry of(@Nullable Point point) {
        return point == null
                ? null
                : entries.stream()
                        .filter(entry -> entry.ordered().equals(point.ordered()))
                        .findFirst()
                        .orElse(null);
    }

    /** Announces a cycle; one that is announced again keeps its moment. */
    Entry announced(VmId vm, CycleNumber cycle, List<Point> points, Instant ordered) {
        Instant last = Instant.EPOCH;
        for (Entry entry : entries) {
            boolean made = points.stream().anyMatch(p -> p.ordered().equals(entry.ordered()));
            if (!made && entry.vm().equals(vm) && entry.cycle().equals(cycle)) {
                return entry;
            }
            last = entry.ordered();
        }
        return new Entry(vm, cycle, ordered.isAfter(last) ? ordered : last.plusNanos(1));
    }

    /** With an announced cycle; of the others, only those that made a point. */
    CycleBook with(Entry announced, List<Point> points) {
        List<Entry> kept = new ArrayList<>(made(points));
        kept.remove(announced);
        kept.add(announced);
        return new CycleBook(kept);
    }

    /**
     * After this cycle has made a point. What another VM, or a later cycle of a relationship that
     * was given up since, has made is not offered any more.
     */
    CycleBook committed(Entry done, List<Point> points) {
        List<Entry> kept =
                new ArrayList<>(
                        made(points).stream()
                                .filter(entry -> entry.vm().equals(done.vm()))
                                .filter(entry -> entry.cycle().isBefore(done.cycle()))
                                .toList());
        kept.add(done);
        return new CycleBook(kept);
    }

    private List<Entry> made(List<Point> points) {
        return entries.stream()
                .filter(entry -> points.stream().anyMatch(p -> p.ordered().equals(entry.ordered())))
                .toList();
    }

    void write(Folder folder) throws IOException {
        ByteBuffer to = ByteBuffer.allocate(Integer.BYTES + entries.size() * 128);
        to.putInt(entries.size());
        for (Entry entry : entries) {
            byte[] name = entry.vm().value().getBytes(StandardCharsets.UTF_8);
            to.putInt(name.length).put(name).putLong(entry.cycle().value());
            to.putLong(entry.ordered().getEpochSecond()).putInt(entry.ordered().getNano());
        }
        byte[] content = new byte[to.flip().remaining()];
        to.get(content);
        SealedFile.write(folder, NAME, content);
    }

    /**
     * What was written; empty where nothing was.
     *
     * @throws DamagedException when the file is not what was written
     */
    public static CycleBook read(Folder folder) throws IOException {
        ByteBuffer from = SealedFile.read(folder, NAME);
        if (from == null) {
            return EMPTY;
        }
        List<Entry> entries = new ArrayList<>();
        for (int left = from.getInt(); left > 0; left--) {
            byte[] name = new byte[from.getInt()];
            from.get(name);
            entries.add(
                    new Entry(
                            new VmId(new String(name, StandardCharsets.UTF_8)),
                            new CycleNumber(from.getLong()),
                            Instant.ofEpochSecond(from.getLong(), from.getInt())));
        }
        return new CycleBook(entries);
    }
}
