package io.berth.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallationKeysTest {
    @Test
    void aTokenVerifiesWithThePublicKeyAlone(@TempDir Path folder) throws Exception {
        InstallationKeys keys = InstallationKeys.loadOrCreate(folder.resolve("keys"));
        String token = keys.token("operator", "alice", Duration.ofMinutes(5));

        JwtClaims claims = verify(token, keys.publicKeyBase64());

        assertThat(claims.getSubject()).isEqualTo("alice");
        assertThat(claims.getStringClaimValue("upn")).isEqualTo("alice");
        assertThat(claims.getStringListClaimValue("groups")).isEqualTo(List.of("operator"));
    }

    @Test
    void thePairIsKept(@TempDir Path folder) throws Exception {
        InstallationKeys first = InstallationKeys.loadOrCreate(folder);
        InstallationKeys second = InstallationKeys.loadOrCreate(folder);

        assertThat(second.publicKeyBase64()).isEqualTo(first.publicKeyBase64());
        assertThat(
                        verify(
                                second.token(Role.VIEWER, "v", Duration.ofMinutes(1)),
                                first.publicKeyBase64()))
                .isNotNull();
    }

    @Test
    void anotherInstallationsTokenIsRefused() {
        String foreign =
                InstallationKeys.generate().token(Role.ADMINISTRATOR, "m", Duration.ofHours(1));
        String ours = InstallationKeys.generate().publicKeyBase64();

        assertThatThrownBy(() -> verify(foreign, ours)).isInstanceOf(InvalidJwtException.class);
    }

    @Test
    void onlyTheOwnerReadsThePrivateKey(@TempDir Path folder) throws Exception {
        Path keys = folder.resolve("keys");
        InstallationKeys.loadOrCreate(keys);

        assertThat(Files.getPosixFilePermissions(keys))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
        assertThat(Files.getPosixFilePermissions(keys.resolve("token-signing.key")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void aSpoiltKeyFileIsNamed(@TempDir Path folder) throws Exception {
        InstallationKeys.loadOrCreate(folder);
        Files.writeString(folder.resolve("token-signing.key"), "no key");

        assertThatThrownBy(() -> InstallationKeys.loadOrCreate(folder))
                .isInstanceOf(PlatformException.class)
                .hasMessageContaining("token-signing.key");
    }

    @Test
    void anUnknownRoleIsAnsweredWithTheKnownOnes() {
        assertThatThrownBy(() -> Role.of("king"))
                .isInstanceOf(PlatformException.class)
                .hasMessageContaining("'king'")
                .hasMessageContaining(
                        "viewer, operator, administrator, agent, service, self-service");
    }

    private static JwtClaims verify(String token, String publicKeyBase64) throws Exception {
        PublicKey key =
                KeyFactory.getInstance("RSA")
                        .generatePublic(
                                new X509EncodedKeySpec(
                                        Base64.getDecoder().decode(publicKeyBase64)));
        return new JwtConsumerBuilder()
                .setVerificationKey(key)
                .setExpectedIssuer(InstallationKeys.ISSUER)
                .setExpectedAudience(InstallationKeys.AUDIENCE)
                .setRequireExpirationTime()
                .build()
                .processToClaims(token);
    }
}
