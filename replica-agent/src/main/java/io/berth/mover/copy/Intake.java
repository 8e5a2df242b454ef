package io.berth.mover.copy;

import io.berth.mover.Block;
import io.berth.mover.BlockSink;
import io.berth.mover.Root;
import io.berth.mover.file.DiskFull;
import io.berth.mover.hash.TreeHash;
import java.io.IOException;

/**
 * A cycle coming in. Its blocks are set aside; nothing of the copy changes before {@link #commit}.
 * One thread's own, until another {@link Copy#begin} takes its place.
 */
final class Intake implements BlockSink {
    private final Copy copy;
    private final Cycle cycle;
    private final long id;
    private final LayerWriter writer;
    private final TreeHash hash = new TreeHash();
    private long next;
    private long safe;
    private boolean over;

    Intake(Copy copy, StageState state, LayerWriter writer) {
        this.copy = copy;
        this.cycle = state.cycle();
        this.id = state.id();
        this.writer = writer;
        next = state.resumeAt();
        safe = next;
    }

    @Override
    public long resumeAt() {
        return safe;
    }

    @Override
    public void write(Block block) throws IOException {
        open();
        long index = block.index();
        if (index < next
                || index >= cycle.shape().blocks()
                || block.data().remaining() != cycle.shape().bytesOf(index)) {
            throw new RefusedException(
                    new RefusedException.OutOfPlace(index, next, cycle.shape().blocks()));
        }
        byte[] leaf = hash.leaf(block.data().duplicate());
        boolean zeros = Zeros.only(block.data());
        try {
            if (cycle.base() == null) {
                writer.put(
                        index,
                        leaf,
                        zeros ? null : block.data().duplicate(),
                        index * cycle.shape().blockBytes());
            } else {
                writer.append(index, leaf, zeros ? null : block.data().duplicate());
            }
        } catch (IOException e) {
            throw broken(e, "blocks came in");
        }
        next = index + 1;
    }

    @Override
    public void checkpoint() throws IOException {
        open();
        try {
            writer.checkpoint();
            new StageState(id, cycle, writer.count(), writer.end(), next).write(copy.folder());
        } catch (IOException e) {
            throw broken(e, "blocks were made safe");
        }
        safe = next;
    }

    @Override
    public void commit(Root expected) throws IOException {
        checkpoint();
        try {
            writer.finish(cycle.shape());
            copy.commit(cycle, id, expected);
        } catch (IOException e) {
            throw broken(e, "a point was made");
        } finally {
            close();
        }
    }

    private void open() throws IOException {
        if (over || !copy.isCurrent(this)) {
            throw new IOException("this cycle is over or was begun anew; begin it again");
        }
    }

    private IOException broken(IOException problem, String doing) {
        over = true;
        return DiskFull.is(problem)
                ? new RefusedException(new RefusedException.NoRoom(doing))
                : problem;
    }

    @Override
    public void close() throws IOException {
        over = true;
        writer.close();
    }
}
