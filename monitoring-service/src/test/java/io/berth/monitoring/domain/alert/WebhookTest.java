package io.berth.monitoring.domain.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.contracts.alerts.AlertSeverity;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.Principal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is told, and who is not. */
class WebhookTest {
    private static final Instant AT = Instant.parse("2026-03-14T09:00:00Z");
    private static final Alert FAILED =
            Alert.opened(
                    new Signal.Raise(AlertRule.HOST_FAILED, "n1", new DomainId("c1"), "n1 failed"),
                    AT);

    @ParameterizedTest
    @ValueSource(strings = {"http://pager.example:8080/a?b=c", "https://pager.example/hook"})
    void takesAddresses(String text) {
        assertThat(Webhook.address(text)).isEqualTo(URI.create(text));
    }

    @ParameterizedTest
    @CsvSource({
        "ftp://pager.example/x, http:// or https://",
        "pager.example/x, http:// or https://",
        "http:///x, http:// or https://",
        "file:///etc/passwd, http:// or https://",
        "http://a b/, no address",
        "http://ada:secret@pager.example/, neither user nor password",
        "http://pager.example/#x, neither user nor password"
    })
    void refusesWhatIsNoneAndSaysWhy(String text, String why) {
        assertThatThrownBy(() -> Webhook.address(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why)
                .hasMessageNotContaining("secret@");
    }

    @Test
    void refusesALongAddress() {
        assertThatThrownBy(() -> Webhook.address("http://a/" + "x".repeat(Webhook.MAX_URL)))
                .hasMessageContaining("at most 1024");
    }

    @Test
    void waitsLongerAfterEachAttempt() {
        assertThat(IntStream.range(1, Webhook.MAX_ATTEMPTS).mapToObj(Webhook::pause))
                .containsExactly(
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(40),
                        Duration.ofSeconds(80),
                        Duration.ofSeconds(160),
                        Duration.ofSeconds(320));
    }

    @ParameterizedTest
    @CsvSource({"INFO, true, true", "CRITICAL, true, true", "INFO, false, false"})
    void wantsWhatMattersEnough(AlertSeverity from, boolean enabled, boolean wants) {
        Webhook webhook = new Webhook("w", URI.create("http://a/"), "key", from, enabled);
        assertThat(webhook.wants(FAILED)).isEqualTo(wants);
    }

    @Test
    void aWarningDoesNotReachWhoWantsOnlyWhatIsCritical() {
        Webhook webhook =
                new Webhook("w", URI.create("http://a/"), "key", AlertSeverity.CRITICAL, true);
        Alert stale =
                Alert.opened(new Signal.Raise(AlertRule.VALIDATION_STALE, "c1", null, "stale"), AT);
        assertThat(webhook.wants(stale)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "HOST_FAILED, , , , true",
        "HOST_FAILED, n1, c1, , true",
        ", n1, , , true",
        ", n2, , , false",
        "HOST_SUSPECT, n1, , , false",
        ", , c2, , false",
        ", , c1, WARNING, false",
        ", , c1, CRITICAL, true"
    })
    void aSilenceMatchesWhenAllOfItDoes(
            @Nullable AlertRule rule,
            @Nullable String subject,
            @Nullable String domain,
            @Nullable AlertSeverity upTo,
            boolean matches) {
        Silence silence =
                new Silence(
                        "s",
                        rule,
                        subject,
                        domain == null ? null : new DomainId(domain),
                        upTo,
                        AT,
                        AT.plusSeconds(60),
                        new Principal("ada"),
                        "planned");
        assertThat(silence.matches(FAILED)).isEqualTo(matches);
        assertThat(silence.activeAt(AT)).isTrue();
        assertThat(silence.activeAt(AT.minusMillis(1))).isFalse();
        assertThat(silence.activeAt(AT.plusSeconds(60))).isFalse();
    }
}
