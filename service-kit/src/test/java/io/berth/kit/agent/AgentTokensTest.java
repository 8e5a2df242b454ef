package io.berth.kit.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.berth.contracts.ids.HostId;
import io.berth.kit.test.AgentTokenMaker;
import io.berth.kit.test.TestAuthority;
import io.berth.kit.test.TestAuthority.Certificate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.KeyPair;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.jose4j.keys.HmacKey;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What passes for a token of an agent, and what does not. */
class AgentTokensTest {
    private static final TestAuthority OURS = TestAuthority.stranger();
    private static final TestAuthority OTHERS = TestAuthority.stranger();
    private static final KeyPair KEYS = TestAuthority.keys("P-256");
    private static final X509Certificate NODE_1 = OURS.certify(KEYS.getPublic(), "node-1");
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final Duration SKEW = Duration.ofSeconds(30);

    @TempDir static Path folder;
    private static AgentTokens tokens;

    @BeforeAll
    static void trust() throws IOException {
        tokens = trusting(folder.resolve("ca.crt"), InstantSource.system(), OURS);
    }

    private static AgentTokens trusting(
            Path file, InstantSource clock, TestAuthority... authorities) throws IOException {
        Files.writeString(file, pem(authorities));
        AgentAuthorities trusted = new AgentAuthorities(file, clock);
        trusted.require();
        return new AgentTokens(trusted, LONGEST, SKEW, clock);
    }

    private static String pem(TestAuthority... authorities) {
        StringBuilder text = new StringBuilder();
        for (TestAuthority authority : authorities) {
            try {
                text.append("-----BEGIN CERTIFICATE-----\n")
                        .append(
                                Base64.getMimeEncoder()
                                        .encodeToString(authority.certificate().getEncoded()))
                        .append("\n-----END CERTIFICATE-----\n");
            } catch (CertificateEncodingException e) {
                throw new IllegalStateException(e);
            }
        }
        return text.toString();
    }

    private static AgentTokenMaker fine() {
        return AgentTokenMaker.fine("ES256", KEYS.getPrivate(), NODE_1, "node-1");
    }

    @ParameterizedTest
    @CsvSource({
        "P-256, ES256",
        "P-384, ES384",
        "Ed25519, EdDSA",
        "RSA-3072, PS256",
        "RSA-3072, RS256"
    })
    void eachKindOfKeyHasItsAlgorithm(String kind, String algorithm) {
        KeyPair keys = TestAuthority.keys(kind);
        X509Certificate certificate = OURS.certify(keys.getPublic(), "node-2");

        VerifiedAgent agent =
                tokens.verify(
                        AgentTokenMaker.fine(algorithm, keys.getPrivate(), certificate, "node-2")
                                .make());

        assertThat(agent.host()).isEqualTo(new HostId("node-2"));
        assertThat(agent.serial().value()).isEqualTo(certificate.getSerialNumber().toString(16));
    }

    @Test
    void whatElseATokenClaimsChangesNothing() {
        VerifiedAgent agent =
                tokens.verify(
                        fine().claim("groups", List.of("administrator"))
                                .claim("upn", "host:node-9")
                                .claim("iss", "https://berth.local")
                                .make());

        assertThat(agent.host()).isEqualTo(new HostId("node-1"));
    }

    /** The chain may be there, and nothing but the first certificate of it counts. */
    @Test
    void theAuthorityMayBeSentAlong() {
        assertThat(tokens.verify(fine().chain(NODE_1, OURS.certificate()).make()).host().value())
                .isEqualTo("node-1");
    }

    static Stream<Arguments> badTokens() {
        long now = Instant.now().getEpochSecond();
        KeyPair other = TestAuthority.keys("P-256");
        HmacKey publicKey = new HmacKey(KEYS.getPublic().getEncoded());
        return Stream.of(
                bad("alg none", fine().signed("none", null), "agent-token-invalid"),
                bad(
                        "HS256 with the public key",
                        fine().signed("HS256", publicKey),
                        "agent-token-invalid"),
                bad(
                        "another key",
                        fine().signed("ES256", other.getPrivate()),
                        "agent-token-invalid"),
                bad("no subject", fine().claim("sub", null), "agent-token-invalid"),
                bad("no audience", fine().claim("aud", null), "agent-token-invalid"),
                bad("another audience", fine().claim("aud", "bank"), "agent-token-invalid"),
                bad("no end", fine().claim("exp", null), "agent-token-invalid"),
                bad("no beginning", fine().claim("iat", null), "agent-token-invalid"),
                bad("an end that is no number", fine().claim("exp", "soon"), "agent-token-invalid"),
                bad(
                        "an end beyond all times",
                        fine().claim("exp", Long.MAX_VALUE),
                        "agent-token-invalid"),
                bad("an hour", fine().claim("exp", now + 3600), "agent-token-too-long"),
                bad(
                        "expired",
                        fine().claim("iat", now - 400).claim("exp", now - 100),
                        "agent-token-not-now"),
                bad(
                        "from the future",
                        fine().claim("iat", now + 100).claim("exp", now + 200),
                        "agent-token-not-now"),
                bad("not yet valid", fine().claim("nbf", now + 200), "agent-token-not-now"),
                bad("another host", fine().claim("sub", "host:node-2"), "agent-token-other-host"),
                bad("a gateway", fine().claim("sub", "gateway:east"), "agent-token-other-host"),
                bad("a user", fine().claim("sub", "alice"), "agent-token-other-host"));
    }

    private static Arguments bad(String what, AgentTokenMaker maker, String code) {
        return Arguments.of(what, maker.make(), code);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badTokens")
    void aBadTokenIsRefused(String what, String token, String code) {
        assertThat(refusal(token).code()).as(what).isEqualTo(code);
    }

    static Stream<Arguments> badCertificates() {
        Instant now = Instant.now();
        Function<Certificate, X509Certificate> ours =
                wanted -> OURS.certify(KEYS.getPublic(), wanted);
        Certificate usual = Certificate.ofHost("node-1");
        KeyPair victim = TestAuthority.keys("P-256");
        TestAuthority hostAsAuthority = new TestAuthority(NODE_1, KEYS.getPrivate());
        return Stream.of(
                Arguments.of(
                        "another authority", OTHERS.certify(KEYS.getPublic(), "node-1"), "signed"),
                Arguments.of(
                        "signed by itself",
                        new TestAuthority(NODE_1, KEYS.getPrivate())
                                .certify(KEYS.getPublic(), "node-1"),
                        "signed"),
                Arguments.of(
                        "signed by a host",
                        hostAsAuthority.certify(victim.getPublic(), "node-2"),
                        "signed"),
                Arguments.of("an authority", ours.apply(usual.authority()), "authority"),
                Arguments.of("the authority itself", OURS.certificate(), "authority"),
                Arguments.of(
                        "expired",
                        ours.apply(usual.valid(now.minusSeconds(7200), now.minusSeconds(3600))),
                        "expired"),
                Arguments.of(
                        "not yet valid",
                        ours.apply(usual.valid(now.plusSeconds(3600), now.plusSeconds(7200))),
                        "valid from"),
                Arguments.of(
                        "for servers",
                        ours.apply(usual.forUse(KeyPurposeId.id_kp_serverAuth)),
                        "client authentication"),
                Arguments.of(
                        "for nothing in particular",
                        ours.apply(usual.forUse()),
                        "client authentication"),
                Arguments.of("no name", ours.apply(usual.named()), "exactly one host"),
                Arguments.of(
                        "two hosts",
                        ours.apply(usual.named("urn:berth:host:node-1", "urn:berth:host:node-2")),
                        "exactly one host"),
                Arguments.of(
                        "a person",
                        ours.apply(usual.named("urn:berth:user:alice")),
                        "exactly one host"),
                Arguments.of(
                        "a host with a bad id",
                        ours.apply(usual.named("urn:berth:host:a/b")),
                        "HostId"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badCertificates")
    void aBadCertificateIsRefused(String what, X509Certificate certificate, String reason) {
        AgentRefusal refusal = refusal(fine().chain(certificate).make());

        assertThat(refusal).as(what).isInstanceOf(AgentRefusal.BadCertificate.class);
        assertThat(((AgentRefusal.BadCertificate) refusal).reason()).contains(reason);
    }

    /** A host's certificate with the authority behind it still certifies nobody. */
    @Test
    void aHostCannotCertifyAnotherWithAChain() {
        KeyPair forged = TestAuthority.keys("P-256");
        X509Certificate victim =
                new TestAuthority(NODE_1, KEYS.getPrivate()).certify(forged.getPublic(), "node-2");
        String token =
                AgentTokenMaker.fine("ES256", forged.getPrivate(), victim, "node-2")
                        .chain(victim, NODE_1, OURS.certificate())
                        .make();

        assertThat(refusal(token)).isInstanceOf(AgentRefusal.BadCertificate.class);
    }

    @Test
    void aTokenOfSomebodyElseIsNotOneOfAnAgent() {
        assertThat(AgentTokens.looksLikeOne("")).isFalse();
        assertThat(AgentTokens.looksLikeOne("a.b.c")).isFalse();
        assertThat(AgentTokens.looksLikeOne("x".repeat(AgentTokens.MAX_LENGTH + 1))).isFalse();
        assertThat(AgentTokens.looksLikeOne(header("{\"alg\":\"RS256\"}") + ".e30.c2ln")).isFalse();
        assertThat(AgentTokens.looksLikeOne(header("{\"alg\":\"ES256\",\"x5c\":[]}") + ".e30.c2ln"))
                .isTrue();
        assertThat(AgentTokens.looksLikeOne(fine().make())).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"alg\":\"ES256\",\"x5c\":[]}",
                "{\"alg\":\"ES256\",\"x5c\":[\"AAAA\"]}",
                "{\"alg\":\"ES256\",\"x5c\":\"AAAA\"}",
                "{\"alg\":\"ES256\",\"x5c\":[1,2]}"
            })
    void aHeaderThatHoldsNoCertificateIsRefused(String header) {
        assertThat(refusal(header(header) + ".e30.c2ln")).isInstanceOf(AgentRefusal.BadToken.class);
    }

    /** The file is read again a few seconds after it was changed; until then both are trusted. */
    @Test
    void anAuthorityIsReplacedWithoutARestart(@TempDir Path own) throws IOException {
        Instant[] now = {Instant.now()};
        Path file = own.resolve("ca.crt");
        AgentTokens rolling = trusting(file, () -> now[0], OURS);
        String old = fine().make();
        String fresh = fine().chain(OTHERS.certify(KEYS.getPublic(), "node-1")).make();
        assertThat(refusal(rolling, fresh)).isInstanceOf(AgentRefusal.BadCertificate.class);

        write(file, pem(OURS, OTHERS), 1);
        now[0] = now[0].plusSeconds(6);
        assertThat(rolling.verify(old).host()).isEqualTo(rolling.verify(fresh).host());

        write(file, "rubbish", 2);
        now[0] = now[0].plusSeconds(6);
        assertThat(rolling.verify(fresh).host().value()).isEqualTo("node-1");

        write(file, pem(OTHERS), 3);
        now[0] = now[0].plusSeconds(6);
        assertThat(refusal(rolling, old)).isInstanceOf(AgentRefusal.BadCertificate.class);
        assertThat(rolling.verify(fresh).host().value()).isEqualTo("node-1");
    }

    private static void write(Path file, String text, int later) throws IOException {
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(later)));
    }

    private static String header(String json) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    private static AgentRefusal refusal(String token) {
        return refusal(tokens, token);
    }

    private static AgentRefusal refusal(AgentTokens by, String token) {
        return catchThrowableOfType(AgentRefused.class, () -> by.verify(token)).refusal();
    }
}
