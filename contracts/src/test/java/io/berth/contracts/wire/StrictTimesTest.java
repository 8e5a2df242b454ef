package io.berth.contracts.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Times are read as the JDK reads them, however they are read. */
class StrictTimesTest {
    private static final long SEED = 1;
    private static final long YEAR_0 = Instant.parse("0000-01-01T00:00:00Z").getEpochSecond();
    private static final long YEAR_10000 =
            Instant.parse("9999-12-31T23:59:59Z").getEpochSecond() + 1;

    @Test
    void everyTimeIsReadBackAsItWasWritten() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < 200_000; i++) {
            int digits = random.nextInt(10);
            long unit = (long) Math.pow(10, 9 - digits);
            Instant time =
                    Instant.ofEpochSecond(
                            random.nextLong(YEAR_0, YEAR_10000),
                            digits == 0 ? 0 : random.nextInt(1_000_000_000) / unit * unit);
            assertThat(StrictTimes.instant(time.toString())).as("seed %d", SEED).isEqualTo(time);
        }
    }

    /** Each digit of a time is replaced by every printable character. */
    @Test
    void whatTheJdkRefusesIsRefusedAndWhatItReadsIsReadAlike() {
        for (String good :
                new String[] {
                    "2024-02-28T23:59:59Z",
                    "2026-03-14T09:26:53.5Z",
                    "2026-03-14T09:26:53.589123456Z"
                }) {
            for (int at = 0; at < good.length(); at++) {
                for (char c = ' '; c <= '~'; c++) {
                    agree(good.substring(0, at) + c + good.substring(at + 1));
                }
                agree(good.substring(0, at) + good.substring(at + 1));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2024-02-29T00:00:00Z",
                "2023-02-29T00:00:00Z",
                "2026-04-31T00:00:00Z",
                "2026-12-31T24:00:00Z",
                "2016-12-31T23:59:60Z",
                "2026-01-01T00:00:00.Z",
                "2026-01-01T00:00:00.1234567890Z",
                "2026-01-01T00:00:00+01:00",
                "2026-01-01T00:00:00z",
                "2026-01-01t00:00:00Z",
                "2026-01-01T00:00Z",
                "2026-01-01T00:00:00,5Z",
                "2026-01-01T00:00:00Z ",
                "2026-01-01",
                "Z",
                "0",
                "٢٠٢٦-01-01T00:00:00Z"
            })
    void oddOnesAreReadAsTheJdkReadsThem(String text) {
        agree(text);
    }

    private static void agree(String text) {
        Instant expected;
        try {
            expected = text.charAt(0) >= '0' && text.charAt(0) <= '9' ? Instant.parse(text) : null;
        } catch (DateTimeException refused) {
            expected = null;
        }
        if (expected == null) {
            assertThatThrownBy(() -> StrictTimes.instant(text))
                    .as(text)
                    .isInstanceOf(DateTimeException.class);
        } else {
            assertThat(StrictTimes.instant(text)).as(text).isEqualTo(expected);
        }
    }
}
