package io.berth.monitoring.pki;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.kit.test.TestAuthority;
import io.berth.monitoring.domain.enrolment.EnrolmentRefusal;
import io.berth.monitoring.domain.enrolment.KeyRule;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which requests are read, and every bad thing that they may be. */
class CertificateRequestTest {
    private static final KeyPair KEYS = TestAuthority.keys("P-256");

    @ParameterizedTest
    @ValueSource(strings = {"P-256", "P-384", "Ed25519", "RSA-3072", "RSA-4096"})
    void goodKeysAreTaken(String kind) {
        KeyPair keys = TestAuthority.keys(kind);

        assertThat(CertificateRequest.read(Requests.of(keys)))
                .isInstanceOfSatisfying(
                        CertificateRequest.Read.Fine.class,
                        fine -> {
                            assertThat(fine.request().key()).isEqualTo(keys.getPublic());
                            assertThat(fine.request().fingerprint())
                                    .isEqualTo(KeyRule.fingerprint(keys.getPublic()));
                        });
    }

    @ParameterizedTest
    @CsvSource({
        "RSA-1024, RSA 1024 bits",
        "RSA-2048, RSA 2048 bits",
        "RSA-3071, RSA 3071 bits",
        "RSA-4104, RSA 4104 bits",
        "P-521, EC 521 bits",
        "Ed448, Ed448"
    })
    void otherKeysAreRefusedByName(String kind, String name) {
        assertThat(refusal(Requests.of(TestAuthority.keys(kind))))
                .isEqualTo(new EnrolmentRefusal.KeyNotAccepted(name, KeyRule.ALLOWED));
    }

    @Test
    void otherAlgorithmsAreRefusedByName() throws Exception {
        KeyPairGenerator dsa = KeyPairGenerator.getInstance("DSA");
        dsa.initialize(2048);

        assertThat(refusal(Requests.of(dsa.generateKeyPair())))
                .isEqualTo(new EnrolmentRefusal.KeyNotAccepted("DSA", KeyRule.ALLOWED));
    }

    @Test
    void whoDoesNotHaveTheKeyGetsNothing() {
        assertThat(refusal(Requests.signed(KEYS, TestAuthority.keys("P-256"))))
                .isEqualTo(new EnrolmentRefusal.NotProven());
        assertThat(refusal(Requests.signed(KEYS, TestAuthority.keys("RSA-3072"))))
                .isEqualTo(new EnrolmentRefusal.NotProven());
    }

    static Stream<Arguments> rubbish() {
        String good = Requests.of(KEYS);
        String body = good.lines().filter(line -> !line.startsWith("-")).reduce("", String::concat);
        String flipped = (body.charAt(40) == 'A' ? "B" : "A");
        return Stream.of(
                Arguments.of("nothing", ""),
                Arguments.of("a word", "hello"),
                Arguments.of("no PEM around it", body),
                Arguments.of("cut off", good.substring(0, good.length() / 2)),
                Arguments.of("not base64", good.replaceFirst("M", "*")),
                Arguments.of(
                        "a changed length",
                        "-----BEGIN CERTIFICATE REQUEST-----\n"
                                + body.charAt(0)
                                + "A"
                                + body.substring(2)
                                + "\n-----END CERTIFICATE REQUEST-----\n"),
                Arguments.of("half of it", wrapped(body.substring(0, 100 - 100 % 4))),
                Arguments.of("zeros", wrapped("AAAA")),
                Arguments.of("empty", wrapped("")),
                Arguments.of("two of them", good + good),
                Arguments.of("a private key", Requests.pem(KEYS.getPrivate())),
                Arguments.of("a public key", Requests.pem(KEYS.getPublic())),
                Arguments.of("a certificate", Requests.pem(TestAuthority.stranger().certificate())),
                Arguments.of("another word in the PEM", good.replace("CERTIFICATE REQUEST", "X")),
                Arguments.of(
                        "deep nesting",
                        wrapped("MIAwgDCAMIAwgDCAMIAwgDCAMIAwgDCAMIAwgDCAMIAwgDCA")),
                Arguments.of(
                        "a changed key",
                        wrapped(body.substring(0, 40) + flipped + body.substring(41))));
    }

    private static String wrapped(String base64) {
        return "-----BEGIN CERTIFICATE REQUEST-----\n"
                + base64
                + "\n-----END CERTIFICATE REQUEST-----\n";
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rubbish")
    void rubbishIsRefusedAndNeverThrows(String what, String pem) {
        assertThat(refusal(pem).code())
                .as(what)
                .isIn("certificate-request-invalid", "key-not-proven", "key-not-accepted");
    }

    private static EnrolmentRefusal refusal(String pem) {
        CertificateRequest.Read read = CertificateRequest.read(pem);
        assertThat(read).isInstanceOf(CertificateRequest.Read.Refused.class);
        return ((CertificateRequest.Read.Refused) read).why();
    }
}
