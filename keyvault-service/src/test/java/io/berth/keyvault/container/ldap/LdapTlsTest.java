package io.berth.keyvault.container.ldap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.util.ssl.SSLUtil;
import com.unboundid.util.ssl.cert.ManageCertificates;
import io.berth.contracts.ids.KeyVersion;
import io.berth.contracts.ids.RingId;
import io.berth.keyvault.container.ContainerUnavailableException;
import io.berth.keyvault.container.ldap.LdapConfig.Guard;
import io.berth.keyvault.domain.KeyName;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import javax.net.ssl.KeyManagerFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The password goes only to a server whose certificate is trusted and names it. */
class LdapTlsTest {
    private static final UUID VAULT = UUID.randomUUID();
    private static final KeyName KEY = new KeyName(new RingId("hosts"), new KeyVersion(1));

    @TempDir Path temp;
    private Path password;

    @BeforeEach
    void password() throws Exception {
        password = LdapSettings.passwordFile(temp, MemoryDirectory.PASSWORD);
    }

    @ParameterizedTest
    @EnumSource(names = {"LDAPS", "STARTTLS"})
    void keepsAKeyAtAServerThatIsTrusted(Guard guard) throws Exception {
        Server server = server("localhost");
        try (MemoryDirectory directory = new MemoryDirectory(server.listener(guard));
                LdapContainer container = container(directory, guard, server.pem())) {
            assertThat(container.prepare().sufficient()).isTrue();
            container.keep(KEY, new byte[] {7});

            assertThat(container.find(KEY)).contains(new byte[] {7});
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"LDAPS", "STARTTLS"})
    void refusesAServerThatNobodyTrustedSignedFor(Guard guard) throws Exception {
        Server server = server("localhost");
        try (MemoryDirectory directory = new MemoryDirectory(server.listener(guard));
                LdapContainer container = container(directory, guard, server("localhost").pem())) {
            assertThatExceptionOfType(ContainerUnavailableException.class)
                    .isThrownBy(() -> container.find(KEY));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"LDAPS", "STARTTLS"})
    void refusesAServerWithTheCertificateOfAnother(Guard guard) throws Exception {
        Server server = server("directory.example");
        try (MemoryDirectory directory = new MemoryDirectory(server.listener(guard));
                LdapContainer container = container(directory, guard, server.pem())) {
            assertThatExceptionOfType(ContainerUnavailableException.class)
                    .isThrownBy(() -> container.find(KEY));
        }
    }

    private LdapContainer container(MemoryDirectory directory, Guard guard, Path trusted) {
        return new LdapContainer(
                LdapSettings.plain(directory.port(), password)
                        .at("localhost:" + directory.port())
                        .guarded(guard, trusted),
                LdapSettings.PATH,
                () -> Optional.of(VAULT));
    }

    private record Server(SSLUtil tls, Path pem) {
        InMemoryListenerConfig listener(Guard guard) throws Exception {
            return guard == Guard.LDAPS
                    ? InMemoryListenerConfig.createLDAPSConfig(
                            "tls", null, 0, tls.createSSLServerSocketFactory(), null)
                    : InMemoryListenerConfig.createLDAPConfig(
                            "start", null, 0, tls.createSSLSocketFactory());
        }
    }

    /** One that signed for itself under a name. */
    private Server server(String host) throws Exception {
        char[] secret = "changeit".toCharArray();
        Path file = temp.resolve(UUID.randomUUID() + ".p12");
        assertThat(
                        ManageCertificates.main(
                                InputStream.nullInputStream(),
                                null,
                                null,
                                "generate-self-signed-certificate",
                                "--keystore",
                                file.toString(),
                                "--keystore-type",
                                "PKCS12",
                                "--keystore-password",
                                String.valueOf(secret),
                                "--alias",
                                "server",
                                "--subject-dn",
                                "CN=directory",
                                "--key-algorithm",
                                "EC",
                                "--key-size-bits",
                                "256",
                                "--signature-algorithm",
                                "SHA256withECDSA",
                                "--subject-alternative-name-dns",
                                host))
                .isEqualTo(ResultCode.SUCCESS);
        KeyStore store = KeyStore.getInstance(file.toFile(), secret);
        Path pem = temp.resolve(UUID.randomUUID() + ".pem");
        Files.writeString(
                pem,
                "-----BEGIN CERTIFICATE-----\n"
                        + Base64.getMimeEncoder()
                                .encodeToString(store.getCertificate("server").getEncoded())
                        + "\n-----END CERTIFICATE-----\n");
        KeyManagerFactory keys =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, secret);
        return new Server(new SSLUtil(keys.getKeyManagers(), null), pem);
    }
}
