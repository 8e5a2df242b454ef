package io.berth.mover.wire;

import io.berth.contracts.hosts.CycleTerms;
import io.berth.contracts.ids.CycleNumber;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.Identifiers;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.ids.VmId;
import io.berth.mover.ImageShape;
import io.berth.mover.Root;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of each frame, as the table in the module's README has them. Numbers are big-endian.
 * Whatever comes in is checked against its bound before anything is allocated for it.
 */
final class Frames {
    /** Spoken here. */
    static final int VERSION = 2;

    /** Understood as well: its hello says nothing of the point. A target refuses any other. */
    static final int WITHOUT_TERMS = 1;

    /** The longest frame: a full batch that would not compress, and what stands before it. */
    static final int LONGEST = Batch.RAW + Batch.RUNS * 13 + 64;

    /** Told from other protocols by it: "BRTH". */
    private static final int MAGIC = 0x42525448;

    /** The last second of the year 9999. */
    private static final long LATEST = 253_402_300_799L;

    private static final int ROOT = 32;
    private static final byte FIRST = 1;
    private static final byte DELTA = 2;

    private static final byte HELLO_TYPE = 1;
    private static final byte ACCEPT_TYPE = 2;
    private static final byte REFUSE_TYPE = 3;
    private static final byte BLOCKS_TYPE = 4;
    private static final byte CHECKPOINT_TYPE = 5;
    private static final byte KEPT_TYPE = 6;
    private static final byte END_TYPE = 7;
    private static final byte COMMITTED_TYPE = 8;
    private static final byte FAILED_TYPE = 9;

    private Frames() {}

    static byte[] encode(Frame frame) {
        ByteBuffer out = ByteBuffer.allocate(room(frame));
        switch (frame) {
            case Frame.Greeting(var hello) -> putHello(out.put(HELLO_TYPE), hello);
            case Frame.Accept(var resumeAt) -> out.put(ACCEPT_TYPE).putLong(resumeAt);
            case Frame.Refuse(var refusal) -> {
                out.put(REFUSE_TYPE).put((byte) refusal.reason().ordinal());
                putText(out, refusal.detail());
            }
            case Frame.Blocks(var batch) -> putBatch(out.put(BLOCKS_TYPE), batch);
            case Frame.Checkpoint(var next) -> out.put(CHECKPOINT_TYPE).putLong(next);
            case Frame.Kept(var next) -> out.put(KEPT_TYPE).putLong(next);
            case Frame.End(var root) -> out.put(END_TYPE).put(root.bytes());
            case Frame.Committed(var root) -> out.put(COMMITTED_TYPE).put(root.bytes());
            case Frame.Failed(var failure) -> out.put(FAILED_TYPE).put((byte) failure.ordinal());
        }
        byte[] bytes = new byte[out.flip().remaining()];
        out.get(bytes);
        return bytes;
    }

    private static int room(Frame frame) {
        return frame instanceof Frame.Blocks(var batch)
                ? batch.payload().length + batch.runs().size() * 13 + 64
                : 2_048;
    }

    private static void putHello(ByteBuffer out, Hello hello) {
        Cycle cycle = hello.cycle();
        out.putInt(MAGIC).putShort((short) VERSION);
        putText(out, cycle.relationship().value());
        putText(out, cycle.vm().value());
        out.putShort((short) cycle.disk()).putLong(cycle.number().value());
        putText(out, cycle.source().value());
        putText(out, cycle.target().value());
        out.putLong(hello.shape().bytes()).putInt(hello.shape().blockBytes());
        Root base = hello.base();
        out.put(base == null ? FIRST : DELTA);
        if (base != null) {
            out.put(base.bytes());
        }
        putTerms(out, cycle.point());
    }

    private static void putTerms(ByteBuffer out, PointTerms terms) {
        Instant at = terms.at();
        putFlag(out, at != null);
        if (at != null) {
            out.putLong(at.getEpochSecond()).putInt(at.getNano());
        }
        putFlag(out, terms.applicationConsistent());
        List<CycleNumber> keep = terms.keep();
        putFlag(out, keep != null);
        if (keep != null) {
            out.putShort((short) keep.size());
            keep.forEach(cycle -> out.putLong(cycle.value()));
        }
    }

    private static void putFlag(ByteBuffer out, boolean value) {
        out.put((byte) (value ? 1 : 0));
    }

    private static void putBatch(ByteBuffer out, Batch batch) {
        out.put((byte) batch.packing().ordinal()).putInt(batch.raw());
        out.putShort((short) batch.runs().size());
        for (Batch.Run run : batch.runs()) {
            putFlag(out.putLong(run.first()).putInt(run.count()), run.zero());
        }
        out.put(batch.payload());
    }

    private static void putText(ByteBuffer out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.putShort((short) bytes.length).put(bytes);
    }

    /**
     * @throws WireException.Violation when it is no frame; what a batch says of an image is checked
     *     where the image is known
     * @throws WireException.OtherVersion for a hello of another version
     */
    static Frame decode(byte[] bytes) throws WireException {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            byte type = in.get();
            Frame frame =
                    switch (type) {
                        case HELLO_TYPE -> new Frame.Greeting(hello(in));
                        case ACCEPT_TYPE -> new Frame.Accept(index(in));
                        case REFUSE_TYPE -> new Frame.Refuse(refusal(in));
                        case BLOCKS_TYPE -> new Frame.Blocks(batch(in));
                        case CHECKPOINT_TYPE -> new Frame.Checkpoint(index(in));
                        case KEPT_TYPE -> new Frame.Kept(index(in));
                        case END_TYPE -> new Frame.End(root(in));
                        case COMMITTED_TYPE -> new Frame.Committed(root(in));
                        case FAILED_TYPE -> new Frame.Failed(constant(Failure.values(), in));
                        default ->
                                throw new WireException.Violation(
                                        "a frame of type %d; there are 1 to 9".formatted(type));
                    };
            if (in.hasRemaining()) {
                throw new WireException.Violation(
                        "%d bytes too many in a frame of type %d".formatted(in.remaining(), type));
            }
            return frame;
        } catch (BufferUnderflowException e) {
            throw new WireException.Violation("a frame is cut off at %d".formatted(bytes.length));
        } catch (IllegalArgumentException e) {
            throw new WireException.Violation(String.valueOf(e.getMessage()));
        }
    }

    private static Hello hello(ByteBuffer in) throws WireException {
        if (in.getInt() != MAGIC) {
            throw new WireException.Violation("this is not a transfer of a replica");
        }
        int version = Short.toUnsignedInt(in.getShort());
        if (version != VERSION && version != WITHOUT_TERMS) {
            throw new WireException.OtherVersion(version);
        }
        var relationship = new RelationshipId(text(in, Identifiers.MAX_LENGTH));
        var vm = new VmId(text(in, Identifiers.MAX_LENGTH));
        int disk = Short.toUnsignedInt(in.getShort());
        var number = new CycleNumber(in.getLong());
        var source = new HostId(text(in, Identifiers.MAX_LENGTH));
        var target = new HostId(text(in, Identifiers.MAX_LENGTH));
        var shape = new ImageShape(in.getLong(), in.getInt());
        byte kind = in.get();
        @Nullable Root base =
                switch (kind) {
                    case FIRST -> null;
                    case DELTA -> root(in);
                    default ->
                            throw new WireException.Violation(
                                    "a cycle of kind %d; there are 1 and 2".formatted(kind));
                };
        PointTerms point = version == WITHOUT_TERMS ? PointTerms.NONE : terms(in);
        return new Hello(
                new Cycle(relationship, vm, disk, number, source, target, point), shape, base);
    }

    private static PointTerms terms(ByteBuffer in) throws WireException {
        Instant at = null;
        if (flag(in)) {
            long second = in.getLong();
            int nano = in.getInt();
            if (second < 0 || second > LATEST || nano < 0 || nano >= 1_000_000_000) {
                throw new WireException.Violation(
                        "a point of second %d and nanosecond %d".formatted(second, nano));
            }
            at = Instant.ofEpochSecond(second, nano);
        }
        boolean consistent = flag(in);
        return new PointTerms(at, consistent, flag(in) ? keep(in) : null);
    }

    private static List<CycleNumber> keep(ByteBuffer in) throws WireException {
        int count = Short.toUnsignedInt(in.getShort());
        if (count > CycleTerms.MAX_KEPT) {
            throw new WireException.Violation(
                    "%d points are to be kept; at most %d are"
                            .formatted(count, CycleTerms.MAX_KEPT));
        }
        List<CycleNumber> keep = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            keep.add(new CycleNumber(in.getLong()));
        }
        return keep;
    }

    private static Refusal refusal(ByteBuffer in) throws WireException {
        Refusal.Reason reason = constant(Refusal.Reason.values(), in);
        return new Refusal(reason, text(in, 4 * Refusal.DETAIL));
    }

    private static Batch batch(ByteBuffer in) throws WireException {
        Batch.Packing packing = constant(Batch.Packing.values(), in);
        int raw = in.getInt();
        int count = Short.toUnsignedInt(in.getShort());
        if (raw < 0 || raw > Batch.RAW || count < 1 || count > Batch.RUNS) {
            throw new WireException.Violation(
                    "a batch of %d bytes in %d runs; at most %d in 1 to %d"
                            .formatted(raw, count, Batch.RAW, Batch.RUNS));
        }
        List<Batch.Run> runs = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            runs.add(new Batch.Run(index(in), in.getInt(), flag(in)));
        }
        byte[] payload = new byte[in.remaining()];
        in.get(payload);
        return new Batch(runs, packing, raw, payload);
    }

    private static boolean flag(ByteBuffer in) throws WireException {
        byte value = in.get();
        if (value != 0 && value != 1) {
            throw new WireException.Violation("a flag is %d; 0 or 1 is allowed".formatted(value));
        }
        return value == 1;
    }

    private static long index(ByteBuffer in) throws WireException {
        long index = in.getLong();
        if (index < 0 || index > ImageShape.LARGEST_IMAGE / ImageShape.SMALLEST_BLOCK) {
            throw new WireException.Violation("block %d is in no image".formatted(index));
        }
        return index;
    }

    private static Root root(ByteBuffer in) {
        byte[] bytes = new byte[ROOT];
        in.get(bytes);
        return Root.of(bytes);
    }

    private static String text(ByteBuffer in, int most) throws WireException {
        int length = Short.toUnsignedInt(in.getShort());
        if (length > most) {
            throw new WireException.Violation(
                    "a text of %d bytes; at most %d are allowed".formatted(length, most));
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static <E extends Enum<E>> E constant(E[] all, ByteBuffer in) throws WireException {
        int position = Byte.toUnsignedInt(in.get());
        if (position >= all.length) {
            throw new WireException.Violation(
                    "number %d of %s; there are 0 to %d"
                            .formatted(
                                    position,
                                    all[0].getDeclaringClass().getSimpleName(),
                                    all.length - 1));
        }
        return all[position];
    }
}
