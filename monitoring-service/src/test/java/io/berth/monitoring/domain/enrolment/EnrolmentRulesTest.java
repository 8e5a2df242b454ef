package io.berth.monitoring.domain.enrolment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostGroupId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.SiteId;
import io.berth.contracts.inventory.HostReserve;
import io.berth.contracts.inventory.HostState;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Join tokens, lives of certificates, the pace of attempts, and which hosts there are. */
class EnrolmentRulesTest {
    private static final Instant NOW = Instant.parse("2026-03-14T09:26:53.589Z");
    private static final Instant FAR = NOW.plus(Duration.ofDays(3000));
    private static final long T0 = 1_800_000_000_000L;

    @Test
    void aTokenIsReadAsItWasMade() {
        byte[] random = new byte[JoinToken.BYTES];
        Arrays.fill(random, (byte) 7);
        JoinToken made = JoinToken.of(random);

        assertThat(made.reveal()).startsWith("berth-join-").hasSize(11 + 43);
        assertThat(JoinToken.parse(made.reveal()).orElseThrow().digest()).isEqualTo(made.digest());
        assertThat(made.digest()).hasSize(64);
        assertThat(made.toString()).doesNotContain(made.reveal().substring(12));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "berth-join-",
                "berth-join-AAAA",
                "BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc",
                "berth-join-BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=",
                "berth-join-BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwd",
                "berth-join-BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBw\u0000",
                "berth-join-'; drop table join_token; --"
            })
    void whatIsNoTokenIsNoneBeforeTheDatabaseIsAsked(String text) {
        assertThat(JoinToken.parse(text)).isEmpty();
    }

    @Test
    void aCertificateIsRenewedAfterTwoThirdsOfItsLife() {
        Validity v = Validity.of(NOW, Duration.ofDays(30), FAR).orElseThrow();

        assertThat(v.notBefore()).isEqualTo("2026-03-14T09:21:53Z");
        assertThat(v.notAfter()).isEqualTo("2026-04-13T09:26:53Z");
        assertThat(v.renewAfter()).isEqualTo("2026-04-03T09:26:53Z");
    }

    @Test
    void aCertificateNeverOutlivesItsAuthority() {
        Instant ends = NOW.plus(Duration.ofDays(3));

        assertThat(Validity.of(NOW, Duration.ofDays(30), ends).orElseThrow().notAfter())
                .isEqualTo(ends);
        assertThat(Validity.of(NOW, Duration.ofDays(30), NOW.plusSeconds(3500))).isEmpty();
        assertThat(Validity.of(NOW, Duration.ofDays(30), NOW.minusSeconds(1))).isEmpty();
    }

    @Test
    void whoFailsTooOftenWaitsAndTheOthersDoNot() {
        AttemptPace pace = new AttemptPace(3, 100);
        for (int i = 0; i < 3; i++) {
            assertThat(pace.attempt("mallory", T0)).isEmpty();
            pace.failed("mallory", T0);
        }

        assertThat(pace.attempt("mallory", T0 + 15_000)).contains(Duration.ofSeconds(45));
        assertThat(pace.attempt("alice", T0 + 15_000)).isEmpty();
        assertThat(pace.attempt("mallory", T0 + 60_000)).isEmpty();
    }

    @Test
    void allTogetherAreBoundedWithinASecond() {
        AttemptPace pace = new AttemptPace(3, 2);

        assertThat(pace.attempt("a", T0)).isEmpty();
        assertThat(pace.attempt("b", T0 + 1)).isEmpty();
        assertThat(pace.attempt("c", T0 + 2)).contains(Duration.ofSeconds(1));
        assertThat(pace.attempt("c", T0 + 1000)).isEmpty();
    }

    @Test
    void sourcesBeyondTheBoundShareOneCount() {
        AttemptPace pace = new AttemptPace(2, 1_000_000);
        for (int i = 0; i < AttemptPace.MAX_SOURCES; i++) {
            pace.failed("s" + i, T0);
        }
        pace.failed("new-1", T0);
        pace.failed("new-2", T0);

        assertThat(pace.attempt("new-3", T0)).isPresent();
        assertThat(pace.attempt("s1", T0)).isEmpty();
        assertThatThrownBy(() -> new AttemptPace(0, 1)).hasMessageContaining("at least 1");
    }

    @Test
    void removedHostsAreToldOnceAndMissingOnesAlways() {
        KnownHosts hosts = new KnownHosts();
        HostId a = new HostId("a");
        HostId b = new HostId("b");
        assertThat(hosts.gone(List.of(a, b), NOW)).as("nothing was read").isEmpty();

        hosts.changed("host/a", state("a"), NOW.minusSeconds(90));
        assertThat(hosts.gone(List.of(a, b), NOW)).isEqualTo(Map.of(b, NOW));

        Instant removed = NOW.minusSeconds(60);
        hosts.changed("host/a", null, removed);
        hosts.changed("host/a", state("a"), NOW.minusSeconds(30));
        hosts.changed("host/c", null, NOW);
        hosts.changed("cluster/a", null, NOW);

        assertThat(hosts.has(a)).isTrue();
        assertThat(hosts.gone(List.of(a), NOW)).isEqualTo(Map.of(a, removed));
        assertThat(hosts.gone(List.of(a), NOW)).isEmpty();
    }

    private static HostState state(String id) {
        return new HostState(
                new HostId(id),
                new DomainId("c"),
                new ClusterId("c"),
                new HostGroupId("g"),
                new SiteId("s"),
                8,
                new MiB(1024),
                new HostReserve(0, MiB.ZERO),
                false,
                1);
    }
}
