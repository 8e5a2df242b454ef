package io.berth.kit.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.Test;

/** Whatever headers a record has, its dead letter has them too. */
class HeaderJsonTest {
    private static Header header(String name, byte[] value) {
        return new RecordHeader(name, value);
    }

    @Test
    void textStaysReadable() {
        List<Header> headers = List.of(header("ce_id", "ä-1".getBytes(StandardCharsets.UTF_8)));
        assertThat(HeaderJson.write(headers)).isEqualTo("[{\"n\":\"ce_id\",\"v\":\"ä-1\"}]");
    }

    @Test
    void orderRepetitionAndEveryByteSurvive() {
        byte[] allBytes = new byte[256];
        for (int i = 0; i < allBytes.length; i++) {
            allBytes[i] = (byte) i;
        }
        List<Header> headers =
                List.of(
                        header("b", allBytes),
                        header("a", new byte[] {'x', 0, 'y'}),
                        new RecordHeader("none", (byte[]) null),
                        header("b", new byte[0]),
                        header("b", "last".getBytes(StandardCharsets.UTF_8)));
        assertThat(HeaderJson.read(HeaderJson.write(headers))).isEqualTo(headers);
    }
}
