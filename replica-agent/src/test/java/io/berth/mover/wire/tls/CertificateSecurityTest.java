package io.berth.mover.wire.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.mover.ImageShape;
import io.berth.mover.wire.Distrust;
import io.berth.mover.wire.Images;
import io.berth.mover.wire.Outcome;
import io.berth.mover.wire.Pair;
import io.berth.mover.wire.Timeouts;
import io.berth.mover.wire.Visit;
import io.berth.mover.wire.tls.Certificates.Wish;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Random;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Transfers over real TLS; host-a sends to host-b. */
class CertificateSecurityTest {
    private static final ImageShape SHAPE = new ImageShape(40 * 4_096 + 77, 4_096);
    private static final Wish SOURCE = Wish.host("host-a");
    private static final Wish TARGET = Wish.host("host-b");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private final byte[] image = Images.image(SHAPE, new Random(1));

    @SuppressWarnings("NullAway.Init")
    private Certificates authority;

    @SuppressWarnings("NullAway.Init")
    private Certificates foreign;

    @BeforeEach
    void authorities() {
        authority = new Certificates(folder, "Berth agents");
        foreign = new Certificates(folder, "Berth agents");
    }

    private static CertificateSecurity security(IdentityFiles files) {
        return new CertificateSecurity(files, InstantSource.system());
    }

    private Outcome send(Pair pair, IdentityFiles source) throws InterruptedException {
        return pair.send(Images.Source.first(SHAPE, image), security(source), 1);
    }

    private Pair target(IdentityFiles files) throws IOException {
        return new Pair(new Images.Copy(new byte[0]), security(files), Timeouts.USUAL, null);
    }

    @Test
    void hostsOfOneAuthorityReplicate() throws Exception {
        try (Pair pair = target(authority.files("b", TARGET))) {
            Outcome outcome = send(pair, authority.files("a", SOURCE));
            assertThat(outcome).isInstanceOf(Outcome.Committed.class);
            assertThat(pair.copy.image).isEqualTo(image);
        }
    }

    @Test
    void hostsOfTwoAuthoritiesReplicateWhenEachTrustsTheOthers() throws Exception {
        IdentityFiles target = authority.files("b", TARGET, foreign);
        IdentityFiles source = foreign.files("a", SOURCE, authority);
        try (Pair pair = target(target)) {
            assertThat(send(pair, source)).isInstanceOf(Outcome.Committed.class);
        }
    }

    static Stream<Arguments> spoilt() {
        return Stream.of(
                Arguments.of(SOURCE.days(-3, -1), Distrust.EXPIRED),
                Arguments.of(SOURCE.days(1, 2), Distrust.NOT_YET_VALID),
                Arguments.of(
                        SOURCE.purpose(KeyPurposeId.id_kp_codeSigning), Distrust.WRONG_PURPOSE),
                Arguments.of(SOURCE.purpose(KeyPurposeId.id_kp_serverAuth), Distrust.WRONG_PURPOSE),
                Arguments.of(SOURCE.asAuthority(), Distrust.WRONG_PURPOSE),
                Arguments.of(SOURCE.uri("urn:berth:service:host-a"), Distrust.WRONG_HOST),
                Arguments.of(SOURCE.uri("urn:berth:host:host a"), Distrust.WRONG_HOST));
    }

    @ParameterizedTest
    @MethodSource("spoilt")
    void aSpoiltSourceIsRefused(Wish wish, Distrust reason) throws Exception {
        try (Pair pair = target(authority.files("b", TARGET))) {
            assertRefusedBothSides(pair, authority.files("a", wish), reason);
        }
    }

    @Test
    void aForeignSourceIsRefused() throws Exception {
        try (Pair pair = target(authority.files("b", TARGET))) {
            IdentityFiles source = authority.files("a", SOURCE, foreign);
            assertRefusedBothSides(pair, source, Distrust.FOREIGN);
        }
    }

    /** The target names the reason; the source is told as much as an alert of TLS can tell. */
    private void assertRefusedBothSides(Pair pair, IdentityFiles source, Distrust reason)
            throws InterruptedException {
        Outcome outcome = send(pair, source);
        assertThat(pair.visit().result())
                .isInstanceOfSatisfying(
                        Visit.Result.Distrusted.class,
                        result -> assertThat(result.reason()).isEqualTo(reason));
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Distrusted.class,
                        result -> assertThat(result.reason()).isEqualTo(Distrust.REFUSED_BY_PEER));
        assertThat(pair.copy.image).isEmpty();
    }

    static Stream<Arguments> spoiltTargets() {
        return Stream.of(
                Arguments.of(TARGET.days(-3, -1), Distrust.EXPIRED),
                Arguments.of(TARGET.days(1, 2), Distrust.NOT_YET_VALID),
                Arguments.of(
                        TARGET.purpose(KeyPurposeId.id_kp_codeSigning), Distrust.WRONG_PURPOSE),
                Arguments.of(TARGET.uri("urn:berth:host:host-c"), Distrust.WRONG_HOST));
    }

    @ParameterizedTest
    @MethodSource("spoiltTargets")
    void aSpoiltTargetIsRefused(Wish wish, Distrust reason) throws Exception {
        try (Pair pair = target(authority.files("b", wish))) {
            assertThat(send(pair, authority.files("a", SOURCE)))
                    .isInstanceOfSatisfying(
                            Outcome.Distrusted.class,
                            result -> assertThat(result.reason()).isEqualTo(reason));
            assertThat(pair.visit().result())
                    .isInstanceOfSatisfying(
                            Visit.Result.Distrusted.class,
                            result ->
                                    assertThat(result.reason())
                                            .isEqualTo(Distrust.REFUSED_BY_PEER));
        }
    }

    @Test
    void aTargetMayHaveACertificateOfAServer() throws Exception {
        Wish server = TARGET.purpose(KeyPurposeId.id_kp_serverAuth);
        try (Pair pair = target(authority.files("b", server))) {
            assertThat(send(pair, authority.files("a", SOURCE)))
                    .isInstanceOf(Outcome.Committed.class);
        }
    }

    @Test
    void aForeignTargetIsRefused() throws Exception {
        try (Pair pair = target(authority.files("b", TARGET, foreign))) {
            assertThat(send(pair, authority.files("a", SOURCE)))
                    .isInstanceOfSatisfying(
                            Outcome.Distrusted.class,
                            result -> assertThat(result.reason()).isEqualTo(Distrust.FOREIGN));
        }
    }

    @Test
    void anotherHostOfTheSameAuthorityCannotSpeakForTheSource() throws Exception {
        try (Pair pair = target(authority.files("b", TARGET))) {
            assertThat(send(pair, authority.files("c", Wish.host("host-c"))))
                    .isInstanceOfSatisfying(
                            Outcome.Refused.class,
                            refused ->
                                    assertThat(refused.refusal().detail())
                                            .isEqualTo("announced as host-a, proved to be host-c"));
        }
    }

    @Test
    void aRenewedCertificateCountsFromTheNextConnectionOn() throws Exception {
        IdentityFiles source = authority.files("a", SOURCE.days(-3, -1));
        try (Pair pair = target(authority.files("b", TARGET))) {
            assertThat(send(pair, source)).isInstanceOf(Outcome.Distrusted.class);
            authority.write(source.identity(), SOURCE);
            assertThat(send(pair, source)).isInstanceOf(Outcome.Committed.class);
        }
    }

    @Test
    void ownFilesThatAreNoUseAreNamed() throws Exception {
        IdentityFiles source = authority.files("a", SOURCE);
        Files.writeString(source.identity(), "nothing");
        try (Pair pair = target(authority.files("b", TARGET))) {
            assertThat(send(pair, source))
                    .isInstanceOfSatisfying(
                            Outcome.Distrusted.class,
                            result -> {
                                assertThat(result.reason()).isEqualTo(Distrust.OWN_CREDENTIALS);
                                assertThat(result.detail()).contains("0 keys and 0 certificates");
                            });
        }
    }

    @Test
    void whoShowsNoCertificateIsRefused() throws Exception {
        try (Pair pair = target(authority.files("b", TARGET))) {
            HostTrust trust =
                    new HostTrust(
                            authority.files("x", SOURCE).anchors(), InstantSource.system(), null);
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(null, new TrustManager[] {trust}, null);
            try (SSLSocket socket = connected(context, pair)) {
                assertHandshakeFails(socket);
            }
            assertDistrusted(pair.visit(), Distrust.NO_CERTIFICATE);
        }
    }

    @Test
    void olderTlsIsRefused() throws Exception {
        IdentityFiles files = authority.files("a", SOURCE);
        try (Pair pair = target(authority.files("b", TARGET))) {
            SSLContext context = SSLContext.getInstance("TLSv1.2");
            HostTrust trust = new HostTrust(files.anchors(), InstantSource.system(), null);
            context.init(null, new TrustManager[] {trust}, null);
            try (SSLSocket socket = connected(context, pair)) {
                socket.setEnabledProtocols(new String[] {"TLSv1.2"});
                assertHandshakeFails(socket);
            }
            assertThat(pair.visit().result()).isInstanceOf(Visit.Result.Broken.class);
        }
    }

    @Test
    void noiseInsteadOfTlsIsRefused() throws Exception {
        try (Pair pair = target(authority.files("b", TARGET));
                Socket socket = new Socket(pair.address.getAddress(), pair.address.getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write(
                    "GET / HTTP/1.1\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            assertThat(pair.visit().result()).isInstanceOf(Visit.Result.Broken.class);
        }
    }

    private static SSLSocket connected(SSLContext context, Pair pair) throws IOException {
        return (SSLSocket)
                context.getSocketFactory()
                        .createSocket(pair.address.getAddress(), pair.address.getPort());
    }

    private static void assertHandshakeFails(SSLSocket socket) {
        assertThat(
                        org.assertj.core.api.Assertions.catchThrowable(() -> {
                            socket.startHandshake();
                            socket.getInputStream().read();
                        }))
                .isInstanceOf(SSLHandshakeException.class);
    }

    private static void assertDistrusted(Visit visit, Distrust reason) {
        assertThat(visit.result())
                .isInstanceOfSatisfying(
                        Visit.Result.Distrusted.class,
                        result -> assertThat(result.reason()).isEqualTo(reason));
    }
}
