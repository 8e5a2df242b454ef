package io.berth.contracts.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectReader;
import io.berth.contracts.Topic;
import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.Tenure;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.telemetry.HostBeat;
import io.berth.contracts.telemetry.HostLoad;
import io.berth.contracts.telemetry.IntegrationHeartbeat;
import io.berth.contracts.telemetry.VmObservation;
import io.berth.contracts.telemetry.VmPower;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The short way of reading a beat against the general one, which is right by definition. */
class BeatReaderTest {
    private static final ObjectReader GENERAL = EventCodec.JSON.readerFor(HostBeat.class);
    private static final BeatReader SHORT = new BeatReader(EventCodec.JSON.getFactory());
    private static final String USUAL =
            """
            {"host":"node-01","domain":"cluster-a","boot":3,"tenure":7,"sequence":5,\
            "acknowledged":4,"watchdog":true,"fenced":false,"sentAt":"2026-03-14T09:26:53.589Z",\
            "load":{"cpuPercent":37.5,"memoryUsed":98304,"migrationLinkMbit":1000},\
            "vmDigest":"9f2c","vms":[{"vm":"vm-1","epoch":3,"power":"RUNNING","heartbeat":"OK"}],\
            "hears":["node-02"],"backWithin":"PT1M","lease":"PT3.45S"}\
            """;

    static Stream<Path> samples() throws IOException {
        Path folder = Path.of("src/main/resources/samples").resolve(Topic.typeOf(HostBeat.class));
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList().stream();
        }
    }

    /** A part that the short way does not know would send every beat that has it the long way. */
    @ParameterizedTest
    @MethodSource("samples")
    void everySampleGoesTheShortWay(Path sample) throws IOException {
        byte[] text = Files.readAllBytes(sample);

        assertThat(SHORT.read(text)).isNotNull().isEqualTo(GENERAL.readValue(text));
    }

    @Test
    void whatIsWrittenGoesTheShortWay() throws IOException {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 5000; i++) {
            HostBeat beat = beat(random);

            assertThat(SHORT.read(EventCodec.JSON.writeValueAsBytes(beat)))
                    .as("beat %d of seed %d", i, seed)
                    .isEqualTo(beat);
        }
    }

    @Test
    void whatIsReadAfterDamageTheGeneralWayReadsAlike() throws IOException {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        int read = 0;
        for (int i = 0; i < 30_000; i++) {
            byte[] text = damaged(EventCodec.JSON.writeValueAsBytes(beat(random)), random);

            HostBeat beat = SHORT.read(text);
            if (beat != null) {
                read++;
                assertThat(general(text))
                        .as("%s of seed %d", new String(text, StandardCharsets.UTF_8), seed)
                        .isEqualTo(beat);
            }
        }
        assertThat(read).as("of seed %d", seed).isBetween(100, 29_900);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"boot\":3,|\"boot\":3,\"boot\":3,",
                "\"boot\":3,|\"boot\":3,\"new\":1,",
                "\"boot\":3,|",
                "\"boot\":3|\"boot\":3.0",
                "\"boot\":3|\"boot\":\"3\"",
                "\"boot\":3|\"boot\":null",
                "\"boot\":3|\"boot\":0",
                "\"boot\":3|\"boot\":9223372036854775808",
                "\"boot\":3,\"tenure\":7|\"tenure\":7,\"boot\":3",
                "\"sequence\":5|\"sequence\":4",
                "\"watchdog\":true|\"watchdog\":\"true\"",
                "\"watchdog\":true|\"watchdog\":1",
                "2026-03-14T09:26:53.589Z|2026-03-14",
                "37.5|37",
                "37.5|100.5",
                "37.5|NaN",
                "\"migrationLinkMbit\":1000|\"migrationLinkMbit\":0",
                "\"migrationLinkMbit\":1000|\"memoryUsed\":98304",
                "{\"vm\":\"vm-1\"|{\"vm\":\"vm-1\",\"vm\":\"vm-1\"",
                "\"vm-1\"|\"vm/1\"",
                "\"RUNNING\"|\"running\"",
                "\"RUNNING\"|0",
                "\"OK\"}|\"OK\",\"new\":1}",
                "\"node-02\"|\"node-02\",\"node-02\"",
                "\"node-02\"|null",
                "PT1M|PT11M",
                "PT1M|a minute",
                "\"PT3.45S\"}|\"PT3.45S\",\"backWithin\":\"PT1M\"}",
                "\"PT3.45S\"}|\"PT3.45S\",\"lease\":\"PT3.45S\"}",
                "PT3.45S|PT0S",
                "PT3.45S|PT61S",
                "PT3.45S|PT0.0005S",
                "\"PT3.45S\"}|\"PT3.45S\",\"vms\":[]}",
                "\"PT3.45S\"}|\"PT3.45S\"}{}",
                "\"PT3.45S\"}|\"PT3.45S\"} x",
                "\"PT3.45S\"}|\"PT3.45S\"",
            })
    void whatIsOutOfTheOrdinaryIsLeftToTheGeneralWay(String change) {
        String[] parts = change.split("\\|", -1);
        assertThat(USUAL).contains(parts[0]);

        assertThat(SHORT.read(USUAL.replace(parts[0], parts[1]).getBytes(StandardCharsets.UTF_8)))
                .isNull();
    }

    @Test
    void spaceAndEscapesAreNothingSpecial() throws IOException {
        byte[] text =
                USUAL.replace(":", " : ")
                        .replace("53.589", "53.589")
                        .replace(" : 26 : 53", ":26:53")
                        .replace("node-02", "node\\u002d02")
                        .getBytes(StandardCharsets.UTF_8);

        assertThat(SHORT.read(text))
                .isEqualTo(GENERAL.readValue(USUAL.getBytes(StandardCharsets.UTF_8)));
    }

    private static @Nullable HostBeat general(byte[] text) {
        try {
            return GENERAL.readValue(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One to three bytes changed, left out or put in, or a part of the text doubled. */
    private static byte[] damaged(byte[] whole, Random random) {
        byte[] text = whole;
        for (int times = 1 + random.nextInt(3); times > 0; times--) {
            int at = random.nextInt(text.length);
            switch (random.nextInt(4)) {
                case 0 -> {
                    text = text.clone();
                    text[at] = damage(random);
                }
                case 1 -> text = joined(text, at, new byte[0], at + 1);
                case 2 -> text = joined(text, at, new byte[] {damage(random)}, at);
                default -> {
                    int to = Math.min(text.length, at + random.nextInt(40));
                    text = joined(text, to, Arrays.copyOfRange(text, at, to), to);
                }
            }
        }
        return text;
    }

    private static byte damage(Random random) {
        String likely = "0123456789.-+eE\"\\{}[],: \n\0azAZnullTZ";
        return random.nextInt(4) == 0
                ? (byte) random.nextInt(256)
                : (byte) likely.charAt(random.nextInt(likely.length()));
    }

    private static byte[] joined(byte[] text, int head, byte[] middle, int tail) {
        byte[] joined = Arrays.copyOf(text, head + middle.length + text.length - tail);
        System.arraycopy(middle, 0, joined, head, middle.length);
        System.arraycopy(text, tail, joined, head + middle.length, text.length - tail);
        return joined;
    }

    private static HostBeat beat(Random random) {
        long sequence = 1 + (random.nextLong() >>> (2 + random.nextInt(60)));
        return new HostBeat(
                new HostId("node-" + random.nextInt(10_000)),
                new DomainId("cluster." + random.nextInt(100)),
                new BootId(1 + random.nextInt(100)),
                new Tenure(random.nextInt(10)),
                sequence,
                sequence - 1,
                random.nextBoolean(),
                random.nextBoolean(),
                Instant.ofEpochSecond(
                        1_700_000_000L + random.nextInt(1_000_000_000),
                        random.nextBoolean() ? 0 : random.nextInt(1_000_000_000)),
                new HostLoad(
                        random.nextDouble() * 100,
                        new MiB(random.nextInt(1 << 20)),
                        random.nextBoolean() ? null : Long.valueOf(1 + random.nextInt(40_000))),
                random.nextBoolean() ? "" : "ü\n\"\\" + Long.toHexString(random.nextLong()),
                random.nextBoolean() ? null : table(random),
                random.nextBoolean()
                        ? null
                        : IntStream.range(0, random.nextInt(5))
                                .mapToObj(peer -> new HostId("peer-" + peer))
                                .toList(),
                random.nextBoolean() ? null : Duration.ofMillis(random.nextInt(600_000)),
                random.nextBoolean() ? null : Duration.ofMillis(1 + random.nextInt(60_000)));
    }

    private static List<VmObservation> table(Random random) {
        return IntStream.range(0, random.nextInt(4))
                .mapToObj(vm ->
                        new VmObservation(
                                new VmId("vm-" + vm),
                                new Epoch(random.nextInt(100)),
                                VmPower.values()[random.nextInt(VmPower.values().length)],
                                IntegrationHeartbeat.values()[
                                        random.nextInt(IntegrationHeartbeat.values().length)]))
                .toList();
    }
}
