package io.berth.monitoring.app.collectd;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.wire.RejectionCode;
import io.berth.monitoring.domain.collectd.Sample;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SampleReaderTest {
    /** As collectd 5.12 sent it. */
    private static final String REAL =
            """
            [{"values":[97.4874371859296],"dstypes":["gauge"],"dsnames":["value"],\
            "time":1763842490.123,"interval":10.000,"host":"node-7","plugin":"cpu",\
            "plugin_instance":"","type":"percent","type_instance":"idle"}]\
            """;

    private static SampleReader.Message read(String json) {
        return SampleReader.read(json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void readsWhatCollectdSends() {
        assertThat(read(REAL))
                .isEqualTo(
                        new SampleReader.Message.Samples(
                                List.of(
                                        new Sample(
                                                "node-7",
                                                "cpu",
                                                "",
                                                "percent",
                                                "idle",
                                                List.of(97.4874371859296)))));
    }

    @Test
    void aValueThatCollectdCouldNotMeasureIsLeftOut() {
        assertThat(read(REAL.replace("97.4874371859296", "null")))
                .isInstanceOfSatisfying(
                        SampleReader.Message.Samples.class,
                        read -> assertThat(read.samples().getFirst().values()).isEmpty());
    }

    static Stream<Arguments> spoilt() {
        return Stream.of(
                Arguments.of("{}", RejectionCode.INVALID_EVENT),
                Arguments.of("[]", RejectionCode.INVALID_EVENT),
                Arguments.of("[1]", RejectionCode.INVALID_EVENT),
                Arguments.of("null", RejectionCode.INVALID_EVENT),
                Arguments.of("", RejectionCode.INVALID_EVENT),
                Arguments.of("[", RejectionCode.MALFORMED_JSON),
                Arguments.of(REAL + "x", RejectionCode.MALFORMED_JSON),
                Arguments.of(REAL + "[]", RejectionCode.MALFORMED_JSON),
                Arguments.of("[".repeat(1001), RejectionCode.MALFORMED_JSON),
                Arguments.of(REAL.replace("97.4874371859296", "NaN"), RejectionCode.MALFORMED_JSON),
                Arguments.of(REAL.replace("\"host\":\"node-7\",", ""), RejectionCode.INVALID_EVENT),
                Arguments.of(REAL.replace("\"node-7\"", "7"), RejectionCode.INVALID_EVENT),
                Arguments.of(REAL.replace("node-7", ""), RejectionCode.INVALID_EVENT),
                Arguments.of(REAL.replace("node-7", "n".repeat(129)), RejectionCode.INVALID_EVENT),
                Arguments.of(
                        REAL.replace("\"plugin\"", "\"host\":\"other\",\"plugin\""),
                        RejectionCode.MALFORMED_JSON),
                Arguments.of(
                        "[" + "{},".repeat(SampleReader.MAX_SAMPLES) + "{}]",
                        RejectionCode.INVALID_EVENT),
                Arguments.of(" ".repeat(600_000), RejectionCode.TOO_LARGE));
    }

    @ParameterizedTest
    @MethodSource("spoilt")
    void whatIsNoMessageIsRefusedWithItsReason(String json, RejectionCode code) {
        assertThat(read(json))
                .isInstanceOfSatisfying(
                        SampleReader.Message.Rejected.class,
                        rejected -> assertThat(rejected.code()).isEqualTo(code));
    }

    @Test
    void nothingIsRefusedAsNothing() {
        assertThat(SampleReader.read(null))
                .isInstanceOfSatisfying(
                        SampleReader.Message.Rejected.class,
                        rejected ->
                                assertThat(rejected.code()).isEqualTo(RejectionCode.NULL_VALUE));
    }
}
