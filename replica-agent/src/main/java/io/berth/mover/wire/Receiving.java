package io.berth.mover.wire;

import io.berth.contracts.ids.HostId;
import io.berth.mover.BlockSink;
import io.berth.mover.wire.Visit.Result;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The target's side of one connection. */
final class Receiving {
    private final Channel channel;
    private final HostId self;
    private final Reception.Desk desk;
    private final Running running;
    private final Timeouts timeouts;
    private @Nullable Hello hello;

    Receiving(
            Channel channel, HostId self, Reception.Desk desk, Running running, Timeouts timeouts) {
        this.channel = channel;
        this.self = self;
        this.desk = desk;
        this.running = running;
        this.timeouts = timeouts;
    }

    /** What was announced; absent before that. */
    @Nullable Hello hello() {
        return hello;
    }

    /** Does it all; whatever goes wrong is in the result. */
    Result run() {
        try {
            return greeted();
        } catch (WireException.Distrusted e) {
            return new Result.Distrusted(e.reason(), String.valueOf(e.getMessage()));
        } catch (WireException.Violation e) {
            tell(new Frame.Failed(Failure.PROTOCOL));
            return new Result.Broken(e);
        } catch (WireException e) {
            return new Result.Broken(e);
        } catch (IOException e) {
            return new Result.Broken(new WireException.Gone("receiving a cycle", e));
        }
    }

    /** How it ended, and what the source is told of it when the copy is free for its next cycle. */
    private record Ending(Result result, @Nullable Frame farewell) {}

    private Result greeted() throws IOException {
        Ending ending = ending();
        Frame farewell = ending.farewell();
        if (farewell != null) {
            tell(farewell);
        }
        if (farewell instanceof Frame.Failed) {
            drain();
        }
        return ending.result();
    }

    private Ending ending() throws IOException {
        Frame frame;
        try {
            frame = receive();
        } catch (WireException.OtherVersion e) {
            return refuse(Refusal.Reason.VERSION, String.valueOf(e.getMessage()));
        }
        if (!(frame instanceof Frame.Greeting(var announced))) {
            throw unexpected(frame);
        }
        hello = announced;
        Cycle cycle = announced.cycle();
        if (!cycle.source().equals(channel.peer())) {
            return refuse(
                    Refusal.Reason.WRONG_HOST,
                    "announced as %s, proved to be %s".formatted(cycle.source(), channel.peer()));
        }
        if (!cycle.target().equals(self)) {
            return refuse(
                    Refusal.Reason.WRONG_HOST,
                    "meant for %s, this is %s".formatted(cycle.target(), self));
        }
        try (Running.Claim claim = running.claim(cycle)) {
            return claim.granted()
                    ? judged(announced)
                    : refuse(
                            Refusal.Reason.BUSY,
                            "disk %d of relationship %s is being received from another connection"
                                    .formatted(cycle.disk(), cycle.relationship()));
        }
    }

    private Ending judged(Hello announced) throws IOException {
        Reception reception;
        try {
            reception = desk.judge(announced);
        } catch (IOException | RuntimeException e) {
            return new Ending(
                    new Result.Failed(Failure.TARGET, e),
                    new Frame.Refuse(
                            new Refusal(
                                    Refusal.Reason.UNAVAILABLE, "the copy cannot be opened now")));
        }
        return switch (reception) {
            case Reception.Refuse(var refusal) -> refuse(refusal);
            case Reception.Has(var root) ->
                    new Ending(new Result.Committed(root, true), new Frame.Committed(root));
            case Reception.Take(var sink) -> {
                try (sink) {
                    yield taken(sink, announced);
                }
            }
        };
    }

    private Ending taken(BlockSink sink, Hello announced) throws IOException {
        long resumeAt = sink.resumeAt();
        send(new Frame.Accept(resumeAt));
        try (Unpacker unpacker = new Unpacker(announced.shape(), resumeAt)) {
            while (true) {
                Ending ending = take(receive(), sink, unpacker);
                if (ending != null) {
                    return ending;
                }
            }
        } catch (Unwritable e) {
            return new Ending(
                    new Result.Failed(Failure.TARGET, e.reason()),
                    new Frame.Failed(Failure.TARGET));
        }
    }

    private @Nullable Ending take(Frame frame, BlockSink sink, Unpacker unpacker)
            throws IOException, Unwritable {
        return switch (frame) {
            case Frame.Blocks(var batch) -> {
                unpacker.unpack(batch, block -> kept(() -> sink.write(block)));
                yield null;
            }
            case Frame.Checkpoint(var next) -> {
                if (next != unpacker.next()) {
                    throw new WireException.Violation(
                            "a checkpoint at block %d; %d comes next"
                                    .formatted(next, unpacker.next()));
                }
                kept(sink::checkpoint);
                send(new Frame.Kept(sink.resumeAt()));
                yield null;
            }
            case Frame.End(var root) -> {
                kept(() -> sink.commit(root));
                yield new Ending(new Result.Committed(root, false), new Frame.Committed(root));
            }
            case Frame.Failed(var failure) -> new Ending(new Result.Failed(failure, null), null);
            case Frame.Greeting _,
                    Frame.Accept _,
                    Frame.Refuse _,
                    Frame.Kept _,
                    Frame.Committed _ ->
                    throw unexpected(frame);
        };
    }

    /** The source may be writing, and hears of the end only when that is taken from it. */
    private void drain() {
        long drained = 0;
        try {
            while (drained < Stride.MOST) {
                drained += channel.receive(timeouts.message()).length;
            }
        } catch (IOException e) {
            // It has hung up, as it should.
        }
    }

    private interface Write {
        void run() throws IOException;
    }

    /** The copy could not be written; told apart from what went wrong on the wire. */
    private static final class Unwritable extends Exception {
        private static final long serialVersionUID = 1L;

        private final Exception reason;

        Unwritable(Exception reason) {
            super(reason);
            this.reason = reason;
        }

        Exception reason() {
            return reason;
        }
    }

    private static void kept(Write write) throws Unwritable {
        try {
            write.run();
        } catch (IOException | RuntimeException e) {
            throw new Unwritable(e);
        }
    }

    private static Ending refuse(Refusal.Reason reason, String detail) {
        return refuse(new Refusal(reason, detail));
    }

    private static Ending refuse(Refusal refusal) {
        return new Ending(new Result.Refused(refusal), new Frame.Refuse(refusal));
    }

    /** A source that has hung up needs no telling; one that missed its commit asks again. */
    private void tell(Frame farewell) {
        try {
            send(farewell);
        } catch (IOException e) {
            return;
        }
    }

    private Frame receive() throws IOException {
        return Frames.decode(channel.receive(timeouts.idle()));
    }

    private void send(Frame frame) throws IOException {
        channel.send(Frames.encode(frame));
    }

    private static WireException.Violation unexpected(Frame frame) {
        return new WireException.Violation(
                "the source says %s at this point".formatted(frame.getClass().getSimpleName()));
    }
}
