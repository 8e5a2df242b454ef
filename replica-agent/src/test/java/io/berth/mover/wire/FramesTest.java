package io.berth.mover.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.contracts.ids.CycleNumber;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.ids.VmId;
import io.berth.mover.ImageShape;
import io.berth.mover.Root;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FramesTest {
    private static final Root ROOT = new Root("ab".repeat(32));
    static final Cycle CYCLE =
            new Cycle(
                    new RelationshipId("r-1"),
                    new VmId("vm-1"),
                    2,
                    new CycleNumber(7),
                    new HostId("host-a"),
                    new HostId("host-b"));
    private static final Hello HELLO = new Hello(CYCLE, new ImageShape(1 << 20, 4_096), ROOT);

    private static final PointTerms POINT =
            new PointTerms(
                    Instant.ofEpochSecond(1_795_000_000L, 5),
                    true,
                    List.of(new CycleNumber(6), new CycleNumber(3)));

    private static Cycle ordered(PointTerms point) {
        return new Cycle(
                CYCLE.relationship(),
                CYCLE.vm(),
                CYCLE.disk(),
                CYCLE.number(),
                CYCLE.source(),
                CYCLE.target(),
                point);
    }

    static Stream<Frame> frames() {
        Stream<Frame> plain =
                Stream.of(
                        new Frame.Greeting(HELLO),
                        new Frame.Greeting(new Hello(CYCLE, HELLO.shape(), null)),
                        new Frame.Greeting(new Hello(ordered(POINT), HELLO.shape(), ROOT)),
                        new Frame.Greeting(
                                new Hello(
                                        ordered(new PointTerms(null, false, List.of())),
                                        HELLO.shape(),
                                        null)),
                        new Frame.Accept(5),
                        new Frame.Checkpoint(1L << 33),
                        new Frame.Kept(6),
                        new Frame.End(ROOT),
                        new Frame.Committed(ROOT));
        Stream<Frame> refusals =
                Arrays.stream(Refusal.Reason.values())
                        .map(reason -> new Frame.Refuse(new Refusal(reason, "12 of 13 – größer")));
        Stream<Frame> failures = Arrays.stream(Failure.values()).map(Frame.Failed::new);
        return Stream.of(plain, refusals, failures).flatMap(each -> each);
    }

    @ParameterizedTest
    @MethodSource("frames")
    void whatIsSentArrives(Frame frame) throws Exception {
        assertThat(Frames.decode(Frames.encode(frame))).isEqualTo(frame);
    }

    @Test
    void aBatchArrives() throws Exception {
        var runs = List.of(new Batch.Run(1, 1, false), new Batch.Run(9, 100, true));
        byte[] payload = {1, 2, 3};
        var frame = new Frame.Blocks(new Batch(runs, Batch.Packing.ZSTD, 4_096, payload));
        Batch batch = ((Frame.Blocks) Frames.decode(Frames.encode(frame))).batch();
        assertThat(batch.runs()).isEqualTo(runs);
        assertThat(batch.packing()).isEqualTo(Batch.Packing.ZSTD);
        assertThat(batch.raw()).isEqualTo(4_096);
        assertThat(batch.payload()).isEqualTo(payload);
    }

    /** The bytes of a version are for good: hosts are not renewed on one day. */
    @Test
    void theBytesOfAHelloStay() {
        Hello hello = new Hello(ordered(POINT), HELLO.shape(), ROOT);
        assertThat(HexFormat.of().formatHex(Frames.encode(new Frame.Greeting(hello))))
                .isEqualTo(
                        hello("0002")
                                + "01"
                                + "000000006afd86c0"
                                + "00000005"
                                + "01"
                                + "01"
                                + "0002"
                                + "0000000000000006"
                                + "0000000000000003");
    }

    @Test
    void aHelloWithoutTermsIsUnderstood() throws Exception {
        assertThat(Frames.decode(HexFormat.of().parseHex(hello("0001"))))
                .isEqualTo(new Frame.Greeting(HELLO));
    }

    private static String hello(String version) {
        return "01"
                + "42525448"
                + version
                + "0003722d31"
                + "0004766d2d31"
                + "0002"
                + "0000000000000007"
                + "0006686f73742d61"
                + "0006686f73742d62"
                + "0000000000100000"
                + "00001000"
                + "02"
                + "ab".repeat(32);
    }

    @ParameterizedTest
    @MethodSource("frames")
    void everyCutIsSeen(Frame frame) {
        byte[] whole = Frames.encode(frame);
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> Frames.decode(cut)).isInstanceOf(WireException.class);
        }
        byte[] longer = Arrays.copyOf(whole, whole.length + 1);
        assertThatThrownBy(() -> Frames.decode(longer))
                .isInstanceOf(WireException.Violation.class)
                .hasMessageContaining("1 bytes too many");
    }

    static Stream<byte[]> hostile() {
        return Stream.of(
                        bytes(99),
                        bytes(0),
                        bytes(2).putLong(-1),
                        bytes(2).putLong(Long.MAX_VALUE),
                        bytes(3).put((byte) 200).putShort((short) 0),
                        bytes(3).put((byte) 0).putShort((short) -1),
                        bytes(4).put((byte) 7).putInt(1).putShort((short) 1),
                        bytes(4).put((byte) 1).putInt(-1).putShort((short) 1),
                        bytes(4).put((byte) 1).putInt(Integer.MAX_VALUE).putShort((short) 1),
                        bytes(4).put((byte) 1).putInt(4_096).putShort((short) 0),
                        bytes(4).put((byte) 1).putInt(4_096).putShort((short) -1),
                        bytes(4).put((byte) 1)
                                .putInt(4_096)
                                .putShort((short) 1)
                                .putLong(0)
                                .putInt(1)
                                .put((byte) 2),
                        bytes(9).put((byte) 77),
                        bytes(1).putInt(0x47455420))
                .map(FramesTest::whole);
    }

    private static ByteBuffer bytes(int type) {
        return ByteBuffer.allocate(64).put((byte) type);
    }

    private static byte[] whole(ByteBuffer buffer) {
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void hostileNumbersAreRefused(byte[] bytes) {
        assertThatThrownBy(() -> Frames.decode(bytes)).isInstanceOf(WireException.Violation.class);
    }

    @Test
    void anotherVersionIsToldApart() {
        byte[] hello = Frames.encode(new Frame.Greeting(HELLO));
        hello[6] = 3;
        assertThatThrownBy(() -> Frames.decode(hello))
                .isInstanceOf(WireException.OtherVersion.class)
                .hasMessage("version 3 was announced; spoken here is 2");
    }

    @Test
    void noiseIsRefusedOrIsAFrame() {
        for (long seed = 0; seed < 50_000; seed++) {
            Random random = new Random(seed);
            byte[] noise = new byte[random.nextInt(1, 80)];
            random.nextBytes(noise);
            noise[0] = (byte) random.nextInt(1, 10);
            try {
                assertThat(Frames.decode(noise)).as("seed %d", seed).isNotNull();
            } catch (WireException e) {
                assertThat(e.getMessage()).as("seed %d", seed).isNotBlank();
            }
        }
    }
}
