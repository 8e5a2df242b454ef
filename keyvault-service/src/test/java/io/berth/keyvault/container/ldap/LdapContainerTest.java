package io.berth.keyvault.container.ldap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.ResultCode;
import io.berth.contracts.ids.KeyVersion;
import io.berth.contracts.ids.RingId;
import io.berth.keyvault.container.ContainerUnavailableException;
import io.berth.keyvault.container.ldap.LdapConfig.Guard;
import io.berth.keyvault.container.ldap.LdapRights.Origin;
import io.berth.keyvault.domain.KeyName;
import io.berth.keyvault.domain.Place;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LdapContainerTest {
    private static final UUID VAULT = UUID.fromString("0f2f4c9e-4f55-4f0e-9d57-0c7dbb6d6a11");
    private static final UUID OTHER_VAULT = UUID.fromString("4a2c7d90-7a5e-4a57-8f0e-13f0d3d9c0de");
    private static final KeyName KEY = new KeyName(new RingId("hosts"), new KeyVersion(1));
    private static final byte[] FIRST = {1, 2, 3, 0, -1};
    private static final byte[] SECOND = {4, 5, 6};

    @TempDir Path temp;
    private MemoryDirectory directory;
    private LdapSettings settings;
    private LdapContainer container;

    @BeforeEach
    void start() throws Exception {
        directory = new MemoryDirectory();
        settings =
                LdapSettings.plain(
                        directory.port(),
                        LdapSettings.passwordFile(temp, MemoryDirectory.PASSWORD));
        container = new LdapContainer(settings, LdapSettings.PATH, () -> Optional.of(VAULT));
        assertThat(container.prepare()).isEqualTo(new LdapRights.Report(Origin.CREATED, List.of()));
    }

    @AfterEach
    void stop() {
        container.close();
        directory.close();
    }

    @Test
    void keepsFindsAndErasesAKey() throws Exception {
        assertThat(container.find(KEY)).isEmpty();
        container.erase(KEY);

        container.keep(KEY, FIRST);
        assertThat(container.find(KEY)).contains(FIRST);
        assertThat(directory.names())
                .contains(
                        "berthKeyVersion=1,berthRing=hosts,CN=DC Manager "
                                + VAULT
                                + ","
                                + LdapSettings.PATH);

        container.erase(KEY);
        assertThat(container.find(KEY)).isEmpty();
        assertThat(container.place()).isEqualTo(Place.LDAP);
    }

    @Test
    void anOrphanIsOverwritten() {
        container.keep(KEY, FIRST);
        container.keep(KEY, SECOND);

        assertThat(container.find(KEY)).contains(SECOND);
    }

    @Test
    void ringsAreToldApartByCaseAndVaultsByTheirIds() throws Exception {
        KeyName shouting = new KeyName(new RingId("HOSTS"), KEY.version());
        container.keep(KEY, FIRST);
        container.keep(shouting, SECOND);
        assertThat(container.find(KEY)).contains(FIRST);
        assertThat(container.find(shouting)).contains(SECOND);

        try (LdapContainer other =
                new LdapContainer(settings, LdapSettings.PATH, () -> Optional.of(OTHER_VAULT))) {
            assertThat(other.prepare().container()).isEqualTo(Origin.FOUND);
            assertThat(other.find(KEY)).isEmpty();
        }
    }

    @Test
    void leavesNoProbeBehind() throws Exception {
        container.keep(KEY, FIRST);
        List<String> before = directory.names();

        assertThat(container.prepare()).isEqualTo(new LdapRights.Report(Origin.FOUND, List.of()));

        assertThat(directory.names()).isEqualTo(before);
        assertThat(container.find(KEY)).contains(FIRST);
    }

    @Test
    void aKeyIsNotMissingWhenTheAccountSeesNothing() {
        container.keep(KEY, FIRST);
        directory.refuse((operation, dn) -> ResultCode.NO_SUCH_OBJECT);

        assertThatExceptionOfType(ContainerUnavailableException.class)
                .isThrownBy(() -> container.find(KEY))
                .withMessageContaining("does not see the group object");
        assertThatExceptionOfType(ContainerUnavailableException.class)
                .isThrownBy(() -> container.erase(KEY))
                .withMessageContaining("does not see the group object");
        assertThatExceptionOfType(ContainerUnavailableException.class)
                .isThrownBy(() -> container.keep(KEY, SECOND));
    }

    @Test
    void takesNoValueThatIsNoWrappedKey() throws Exception {
        container.keep(KEY, FIRST);
        String dn = new LdapTree(LdapTree.container(LdapSettings.PATH), VAULT).key(KEY).toString();
        directory
                .server()
                .modify(
                        dn,
                        new Modification(
                                ModificationType.REPLACE, LdapTree.WRAPPED, new byte[1025]));

        assertThatExceptionOfType(ContainerUnavailableException.class)
                .isThrownBy(() -> container.find(KEY));
        assertThatIllegalArgumentException().isThrownBy(() -> container.keep(KEY, new byte[1025]));
    }

    @Test
    void aReferralIsNotFollowed() {
        directory.refuse((operation, dn) -> ResultCode.REFERRAL);

        assertThatExceptionOfType(ContainerUnavailableException.class)
                .isThrownBy(() -> container.find(KEY))
                .withMessageContaining("referral");
        assertThatExceptionOfType(ContainerUnavailableException.class)
                .isThrownBy(() -> container.keep(KEY, FIRST))
                .withMessageContaining("referral");
    }

    @Test
    void aCutConnectionIsReplaced() {
        container.keep(KEY, FIRST);
        directory.server().closeAllConnections(false);

        assertThat(container.find(KEY)).contains(FIRST);
    }

    @Test
    void aDirectoryThatWasAwayIsUsedAgain() throws Exception {
        container.keep(KEY, FIRST);
        directory.server().shutDown(true);
        assertThatExceptionOfType(ContainerUnavailableException.class)
                .isThrownBy(() -> container.find(KEY))
                .satisfies(away -> assertThat(away.place()).isEqualTo(Place.LDAP));

        directory.server().startListening();
        assertThat(container.find(KEY)).contains(FIRST);
    }

    @Test
    void aServerThatNeverAnswersIsWaitedForOnlySoLong() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                LdapContainer waiting =
                        new LdapContainer(
                                settings.at("127.0.0.1:" + silent.getLocalPort())
                                        .waiting(Duration.ofMillis(500)),
                                LdapSettings.PATH,
                                () -> Optional.of(VAULT))) {
            assertThatExceptionOfType(ContainerUnavailableException.class)
                    .isThrownBy(() -> waiting.find(KEY));
        }
    }

    @Test
    void aNewPasswordCountsWithoutARestart() throws Exception {
        LdapSettings.passwordFile(temp, "wrong");
        try (LdapContainer other = fresh()) {
            assertThatExceptionOfType(ContainerUnavailableException.class)
                    .isThrownBy(() -> other.find(KEY))
                    .withMessageContaining("invalid credentials");

            LdapSettings.passwordFile(temp, MemoryDirectory.PASSWORD);
            assertThat(other.find(KEY)).isEmpty();
        }
    }

    private LdapContainer fresh() {
        return new LdapContainer(settings, LdapSettings.PATH, () -> Optional.of(VAULT));
    }

    @Test
    void aPasswordThatOthersMayReadIsNotSent() throws Exception {
        Files.setPosixFilePermissions(
                settings.password(), PosixFilePermissions.fromString("rw-r--r--"));
        try (LdapContainer other = fresh()) {
            assertThatExceptionOfType(ContainerUnavailableException.class)
                    .isThrownBy(() -> other.find(KEY))
                    .satisfies(refused ->
                            assertThat(String.valueOf(refused.getCause()))
                                    .contains("chmod 0600")
                                    .doesNotContain(MemoryDirectory.PASSWORD));
        }
    }

    @Test
    void anEmptyPasswordIsNotSent() throws Exception {
        LdapSettings.passwordFile(temp, "");
        try (LdapContainer other = fresh()) {
            assertThatExceptionOfType(ContainerUnavailableException.class)
                    .isThrownBy(() -> other.find(KEY))
                    .satisfies(refused ->
                            assertThat(String.valueOf(refused.getCause())).contains("it is empty"));
        }
    }

    @Test
    void withoutTlsNothingLeavesThisMachine() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new LdapContainer(
                                settings.at("192.0.2.1:389"),
                                LdapSettings.PATH,
                                () -> Optional.of(VAULT)))
                .withMessageContaining("192.0.2.1 is not this machine");
    }

    @Test
    void settingsThatMakeNoSenseAreNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new LdapContainer(
                                settings.at("directory"),
                                LdapSettings.PATH,
                                () -> Optional.of(VAULT)))
                .withMessageContaining("names directory, which is not host:port");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new LdapContainer(
                                settings.guarded(Guard.LDAPS, temp.resolve("no-such.pem")),
                                LdapSettings.PATH,
                                () -> Optional.of(VAULT)))
                .withMessageContaining("no-such.pem");
    }

    @Test
    void theFirstKeyOfAVaultMakesItsGroupObject() throws Exception {
        try (LdapContainer other =
                new LdapContainer(settings, LdapSettings.PATH, () -> Optional.of(OTHER_VAULT))) {
            other.keep(KEY, SECOND);

            assertThat(other.find(KEY)).contains(SECOND);
            assertThat(container.find(KEY)).isEmpty();
        }
    }

    @Test
    void withoutTheRightsForItTheFirstKeyIsRefusedAndSaysWhichAreMissing() throws Exception {
        directory.refuse((operation, dn) ->
                operation.equals("delete") ? ResultCode.INSUFFICIENT_ACCESS_RIGHTS : null);
        try (LdapContainer other =
                new LdapContainer(settings, LdapSettings.PATH, () -> Optional.of(OTHER_VAULT))) {
            assertThatExceptionOfType(ContainerUnavailableException.class)
                    .isThrownBy(() -> other.keep(KEY, SECOND))
                    .withMessageContaining("lacks delete on objects below " + LdapSettings.PATH);
        }
    }

    @Test
    void beforeTheVaultIsSetUpItKeepsNothing() {
        try (LdapContainer early =
                new LdapContainer(settings, LdapSettings.PATH, Optional::empty)) {
            assertThatExceptionOfType(ContainerUnavailableException.class)
                    .isThrownBy(() -> early.keep(KEY, FIRST))
                    .withMessageContaining("not set up");
        }
    }
}
