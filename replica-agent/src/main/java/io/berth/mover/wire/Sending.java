package io.berth.mover.wire;

import io.berth.mover.Block;
import io.berth.mover.BlockSource;
import io.berth.mover.Root;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The source's side of one connection. One thread does it all: it reads an acknowledgement only
 * when as many checkpoints are open as may be, and these few bytes never fill a buffer.
 */
final class Sending {
    private final Channel channel;
    private final BlockSource source;
    private final Hello hello;
    private final Stride stride;
    private final Timeouts timeouts;
    private final Tally tally;

    private int open;
    private long sinceSent;
    private long sinceImage;

    Sending(
            Channel channel,
            BlockSource source,
            Hello hello,
            Stride stride,
            Timeouts timeouts,
            Tally tally) {
        this.channel = channel;
        this.source = source;
        this.hello = hello;
        this.stride = stride;
        this.timeouts = timeouts;
        this.tally = tally;
    }

    /** How it went; a broken connection is thrown. */
    sealed interface End {
        /** The target has the recovery point. */
        record Committed(Root root, boolean already) implements End {}

        /** The target does not take it. */
        record Refused(Refusal refusal) implements End {}

        /** The target gave up. */
        record Failed(Failure failure) implements End {}
    }

    /** The source could not be read. */
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        private final IOException reason;

        Unreadable(IOException reason) {
            super(reason);
            this.reason = reason;
        }

        IOException reason() {
            return reason;
        }
    }

    End run() throws IOException, Unreadable {
        send(new Frame.Greeting(hello));
        Frame answer = Frames.decode(channel.receive(timeouts.commit()));
        return switch (answer) {
            case Frame.Accept(var resumeAt) -> transfer(resumeAt);
            case Frame.Refuse(var refusal) -> new End.Refused(refusal);
            case Frame.Committed(var root) -> new End.Committed(root, true);
            case Frame.Failed(var failure) -> new End.Failed(failure);
            case Frame.Greeting _, Frame.Blocks _, Frame.Checkpoint _, Frame.Kept _, Frame.End _ ->
                    throw unexpected(answer);
        };
    }

    private End transfer(long resumeAt) throws IOException, Unreadable {
        if (resumeAt > hello.shape().blocks()) {
            throw new WireException.Violation(
                    "the target wants block %d of %d".formatted(resumeAt, hello.shape().blocks()));
        }
        tally.begin(resumeAt);
        try (Packer packer = new Packer(stride.sentBytes())) {
            long next = resumeAt;
            for (Block block = next(next); block != null; block = next(next)) {
                if (packer.fullFor(block)) {
                    Failure failure = send(packer.take(), next);
                    if (failure != null) {
                        return new End.Failed(failure);
                    }
                }
                packer.add(block);
                next = block.index() + 1;
            }
            if (!packer.empty()) {
                Failure failure = send(packer.take(), next);
                if (failure != null) {
                    return new End.Failed(failure);
                }
            }
        }
        return finish();
    }

    private @Nullable Failure send(Batch batch, long next) throws IOException {
        send(new Frame.Blocks(batch));
        sinceSent += batch.payload().length;
        sinceImage += tally.sent(batch, hello.shape());
        if (sinceSent < stride.sentBytes() && sinceImage < stride.imageBytes()) {
            return null;
        }
        sinceSent = 0;
        sinceImage = 0;
        send(new Frame.Checkpoint(next));
        open++;
        return open < stride.open() ? null : acknowledged(timeouts.idle().multipliedBy(2));
    }

    private @Nullable Failure acknowledged(Duration patience) throws IOException {
        Frame answer = Frames.decode(channel.receive(patience));
        return switch (answer) {
            case Frame.Kept _ -> {
                open--;
                yield null;
            }
            case Frame.Failed(var failure) -> failure;
            case Frame.Greeting _,
                    Frame.Accept _,
                    Frame.Refuse _,
                    Frame.Blocks _,
                    Frame.Checkpoint _,
                    Frame.End _,
                    Frame.Committed _ ->
                    throw unexpected(answer);
        };
    }

    private End finish() throws IOException, Unreadable {
        Root ours = root();
        send(new Frame.End(ours));
        while (open > 0) {
            Failure failure = acknowledged(timeouts.commit());
            if (failure != null) {
                return new End.Failed(failure);
            }
        }
        Frame answer = Frames.decode(channel.receive(timeouts.commit()));
        return switch (answer) {
            case Frame.Committed(var root) -> committed(root, ours);
            case Frame.Failed(var failure) -> new End.Failed(failure);
            case Frame.Greeting _,
                    Frame.Accept _,
                    Frame.Refuse _,
                    Frame.Blocks _,
                    Frame.Checkpoint _,
                    Frame.Kept _,
                    Frame.End _ ->
                    throw unexpected(answer);
        };
    }

    private static End committed(Root theirs, Root ours) throws WireException.Violation {
        if (!theirs.equals(ours)) {
            throw new WireException.Violation(
                    "the target has committed %s, sent was %s".formatted(theirs, ours));
        }
        return new End.Committed(theirs, false);
    }

    private @Nullable Block next(long from) throws Unreadable {
        try {
            return source.next(from);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private Root root() throws Unreadable {
        try {
            return source.root();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private Unreadable unreadable(IOException reason) {
        try {
            send(new Frame.Failed(Failure.SOURCE));
        } catch (IOException e) {
            reason.addSuppressed(e);
        }
        return new Unreadable(reason);
    }

    private void send(Frame frame) throws IOException {
        channel.send(Frames.encode(frame));
    }

    private static WireException.Violation unexpected(Frame frame) {
        return new WireException.Violation(
                "the target says %s at this point".formatted(frame.getClass().getSimpleName()));
    }
}
