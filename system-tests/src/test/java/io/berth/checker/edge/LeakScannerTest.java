package io.berth.checker.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.checker.Position;
import io.berth.checker.SecretScan;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LeakScannerTest {
    private static final String SECRET = "gZ7>kQ?2mX~v4+Rt";
    private static final Position AT = new Position("keyvault.audit", 0, 7, Instant.EPOCH);

    private final LeakScanner scanner = new LeakScanner(Map.of("host h1", SECRET));

    static Stream<byte[]> spelled() {
        Base64.Encoder base64 = Base64.getEncoder();
        Base64.Encoder forUrls = Base64.getUrlEncoder().withoutPadding();
        return Stream.of(
                text("{\"password\": \"" + SECRET + "\"}"),
                SECRET.getBytes(StandardCharsets.UTF_16LE),
                SECRET.getBytes(StandardCharsets.UTF_16BE),
                text(HexFormat.of().formatHex(text(SECRET))),
                text(HexFormat.of().withUpperCase().formatHex(text(SECRET))),
                base64.encode(text(SECRET)),
                base64.encode(text("a" + SECRET)),
                base64.encode(text("ab" + SECRET + "c")),
                base64.encode(text("abc" + SECRET + "de")),
                forUrls.encode(text(SECRET)),
                forUrls.encode(text("a" + SECRET)),
                forUrls.encode(text("ab" + SECRET + "c")));
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @MethodSource("spelled")
    void findsASecretInEverySpelling(byte[] value) {
        scanner.search(AT, null, new RecordHeaders(), value);

        assertThat(scanner.scan().leaks())
                .isNotEmpty()
                .allSatisfy(leak -> {
                    assertThat(leak.secret()).isEqualTo("host h1");
                    assertThat(leak.at()).isEqualTo(AT);
                    assertThat(leak.toString()).doesNotContain(SECRET);
                });
    }

    @Test
    void looksIntoKeysAndHeadersToo() {
        scanner.search(AT, text(SECRET), new RecordHeaders(), null);
        scanner.search(AT, null, new RecordHeaders().add("ce_id", text(SECRET)), null);

        SecretScan scan = scanner.scan();
        assertThat(scan.leaks()).hasSize(2);
        assertThat(scan.records()).isEqualTo(2);
        assertThat(scan.topics()).isEqualTo(1);
    }

    @Test
    void findsNothingWhereNothingIs() {
        scanner.search(AT, text("h1"), new RecordHeaders(), text(SECRET.substring(1)));

        assertThat(scanner.seeks()).isTrue();
        assertThat(scanner.scan().leaks()).isEmpty();
        assertThat(new LeakScanner(Map.of()).seeks()).isFalse();
    }
}
