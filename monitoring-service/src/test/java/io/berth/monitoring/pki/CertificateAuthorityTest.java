package io.berth.monitoring.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.contracts.ids.HostId;
import io.berth.kit.test.TestAuthority;
import io.berth.monitoring.domain.enrolment.Validity;
import io.berth.monitoring.pki.AuthorityFiles.UnusableAuthority;
import io.berth.platform.AgentCa;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a certificate says, and which authority is refused. */
class CertificateAuthorityTest {
    private static final Instant NOW = Instant.parse("2026-03-14T09:26:53.589Z");
    private static final Duration MONTH = Duration.ofDays(30);

    @TempDir Path folder;

    private CertificateAuthority authority() {
        AgentCa made = AgentCa.loadOrCreate(folder);
        return new AuthorityFiles(made.key(), made.certificate()).read();
    }

    @Test
    void aCertificateNamesOneHostAndNothingElse() throws Exception {
        CertificateAuthority authority = authority();
        KeyPair keys = TestAuthority.keys("P-256");
        Validity validity = Validity.of(NOW, MONTH, authority.ends()).orElseThrow();

        CertificateAuthority.Made made =
                authority.certify(new HostId("node-7"), keys.getPublic(), validity);

        X509Certificate c = parsed(made.pem());
        assertThat(c.getPublicKey()).isEqualTo(keys.getPublic());
        assertThat(c.getSubjectX500Principal().getName()).isEqualTo("CN=node-7");
        assertThat(c.getSubjectAlternativeNames())
                .containsExactly(List.of(6, "urn:berth:host:node-7"));
        assertThat(c.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.2");
        assertThat(c.getBasicConstraints()).isEqualTo(-1);
        assertThat(c.getKeyUsage()[0]).isTrue();
        assertThat(c.getKeyUsage()[5]).isFalse();
        assertThat(c.getNotBefore()).isEqualTo("2026-03-14T09:21:53Z");
        assertThat(c.getNotAfter()).isEqualTo("2026-04-13T09:26:53Z");
        assertThat(c.getSerialNumber().bitLength()).isEqualTo(127);
        assertThat(c.getSerialNumber().toString(16)).isEqualTo(made.serial().value());
        c.verify(parsed(authority.pem()).getPublicKey());
    }

    @Test
    void theAuthorityIsMadeOnceAndIsForAgentsAlone() throws Exception {
        CertificateAuthority first = authority();
        CertificateAuthority again = authority();

        assertThat(again.fingerprint()).isEqualTo(first.fingerprint()).hasSize(64);
        X509Certificate own = parsed(first.pem());
        assertThat(own.getBasicConstraints()).isZero();
        assertThat(own.getKeyUsage()[5]).isTrue();
        assertThat(Duration.between(own.getNotBefore().toInstant(), own.getNotAfter().toInstant()))
                .isBetween(Duration.ofDays(3652), Duration.ofDays(3654));
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(folder.resolve("agent-ca.key"))))
                .isEqualTo("rw-------");
    }

    @Test
    void aKeyThatOthersMayReadIsRefusedWithTheCommandThatMendsIt() throws IOException {
        AgentCa made = AgentCa.loadOrCreate(folder);
        for (String rights : List.of("rw-r-----", "rw----r--", "rw--w----")) {
            Files.setPosixFilePermissions(made.key(), PosixFilePermissions.fromString(rights));
            assertThatThrownBy(() -> new AuthorityFiles(made.key(), made.certificate()).read())
                    .isInstanceOf(UnusableAuthority.class)
                    .hasMessageContaining("chmod 600 " + made.key())
                    .hasMessageContaining(rights);
        }
    }

    @Test
    void whatDoesNotBelongTogetherIsRefused(@TempDir Path other) throws IOException {
        AgentCa made = AgentCa.loadOrCreate(folder);
        AgentCa another = AgentCa.loadOrCreate(other);

        assertThatThrownBy(() -> new AuthorityFiles(made.key(), another.certificate()).read())
                .hasMessageContaining("do not belong together");
        assertThatThrownBy(
                        () -> new AuthorityFiles(folder.resolve("none"), made.certificate()).read())
                .hasMessageContaining("There is no key");
        Files.writeString(made.key(), "rubbish");
        assertThatThrownBy(() -> new AuthorityFiles(made.key(), made.certificate()).read())
                .hasMessageContaining("does not hold a private key")
                .hasMessageNotContaining("rubbish");
        Files.writeString(another.certificate(), "rubbish");
        assertThatThrownBy(() -> new AuthorityFiles(another.key(), another.certificate()).read())
                .hasMessageContaining("does not hold a certificate");
    }

    private static X509Certificate parsed(String pem) throws Exception {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(
                                new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
    }
}
