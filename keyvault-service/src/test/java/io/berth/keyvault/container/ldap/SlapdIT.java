package io.berth.keyvault.container.ldap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.ResultCode;
import io.berth.contracts.ids.KeyVersion;
import io.berth.contracts.ids.RingId;
import io.berth.keyvault.container.ldap.LdapRights.Lack;
import io.berth.keyvault.container.ldap.LdapRights.Origin;
import io.berth.keyvault.container.ldap.LdapRights.Report;
import io.berth.keyvault.container.ldap.LdapRights.Right;
import io.berth.keyvault.domain.KeyName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Against a real directory: Debian's OpenLDAP, with the schema and the access rules that are
 * shipped. Skipped where {@code slapd} is not installed.
 */
class SlapdIT {
    private static final UUID VAULT = UUID.fromString("0f2f4c9e-4f55-4f0e-9d57-0c7dbb6d6a11");
    private static final KeyName KEY = new KeyName(new RingId("hosts"), new KeyVersion(1));
    private static final byte[] WRAPPED = new byte[60];
    private static final String PARENT = "CN=System,DC=berth,DC=local";

    private final LdapTree tree = new LdapTree(LdapTree.container(LdapSettings.PATH), VAULT);
    @TempDir Path temp;
    private Slapd slapd;
    private LdapSettings settings;

    @BeforeEach
    void start() throws Exception {
        assumeThat(Files.isExecutable(Slapd.PROGRAM)).as("slapd is installed").isTrue();
        slapd = Slapd.start(temp);
        settings =
                LdapSettings.plain(slapd.port(), LdapSettings.passwordFile(temp, Slapd.PASSWORD));
    }

    @AfterEach
    void stop() throws Exception {
        if (slapd != null) {
            slapd.close();
        }
    }

    private LdapContainer container() {
        return container(LdapSettings.ACCOUNT);
    }

    private LdapContainer container(String account) {
        return new LdapContainer(settings.as(account), LdapSettings.PATH, () -> Optional.of(VAULT));
    }

    /** What an administrator does who lets the service account not into the parent. */
    private void preCreate() throws Exception {
        slapd.access();
        try (LDAPConnection admin = slapd.as(Slapd.ADMIN)) {
            admin.add(tree.containerEntry());
        }
    }

    @Test
    void anAccountWithRightsOnTheParentMakesTheContainer() throws Exception {
        slapd.access();
        slapd.access(
                "to dn.base=\""
                        + PARENT
                        + "\" by dn.exact=\""
                        + LdapSettings.ACCOUNT
                        + "\" write"
                        + " by users read");
        try (LdapContainer container = container()) {
            assertThat(container.prepare()).isEqualTo(new Report(Origin.CREATED, List.of()));

            container.keep(KEY, WRAPPED);
            assertThat(container.find(KEY)).contains(WRAPPED);
            container.keep(KEY, new byte[] {1});
            assertThat(container.find(KEY)).contains(new byte[] {1});
            container.erase(KEY);
            assertThat(container.find(KEY)).isEmpty();
        }
    }

    @Test
    void withoutThemItSaysWhichRightOnWhichObjectIsMissing() throws Exception {
        slapd.access();
        try (LdapContainer container = container()) {
            assertThat(container.prepare())
                    .isEqualTo(
                            new Report(
                                    Origin.ABSENT, List.of(new Lack(Right.CREATE_CHILD, PARENT))));
        }
    }

    @Test
    void aContainerMadeBeforehandIsUsed() throws Exception {
        preCreate();
        try (LdapContainer container = container()) {
            assertThat(container.prepare()).isEqualTo(new Report(Origin.FOUND, List.of()));
            container.keep(KEY, WRAPPED);

            try (LdapContainer second = container()) {
                assertThat(second.find(KEY)).contains(WRAPPED);
            }
        }
    }

    @Test
    void ringsAreToldApartByCase() throws Exception {
        preCreate();
        try (LdapContainer container = container()) {
            container.prepare();
            KeyName shouting = new KeyName(new RingId("HOSTS"), KEY.version());
            container.keep(KEY, WRAPPED);
            container.keep(shouting, new byte[] {9});

            assertThat(container.find(KEY)).contains(WRAPPED);
            assertThat(container.find(shouting)).contains(new byte[] {9});
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "children       | read    | CREATE_CHILD",
                "berthRing      | read    | WRITE",
                "berthWrappedKey| =awdx   | READ",
                "berthWrappedKey| =arscxd | WRITE"
            })
    void oneRightThatIsTakenAwayIsNamed(String attribute, String granted, Right missing)
            throws Exception {
        preCreate();
        try (LdapContainer container = container()) {
            assertThat(container.prepare().sufficient()).isTrue();
            slapd.access(
                    "to dn.subtree=\"%s\" attrs=%s by dn.exact=\"%s\" %s by * none"
                            .formatted(
                                    LdapSettings.PATH, attribute, LdapSettings.ACCOUNT, granted));

            assertThat(container.prepare().lacks())
                    .extracting(Lack::right)
                    .isNotEmpty()
                    .containsOnly(missing);
        }
    }

    @Test
    void withoutTheRightToRemoveOnlyThatIsNamed() throws Exception {
        preCreate();
        try (LdapContainer container = container()) {
            container.prepare();
            slapd.access(
                    "to dn.subtree=\"%s\" attrs=entry,children by dn.exact=\"%s\" =arscxd by * none"
                            .formatted(LdapSettings.PATH, LdapSettings.ACCOUNT));

            assertThat(container.prepare().lacks())
                    .containsExactly(
                            new Lack(Right.DELETE, "objects below " + LdapSettings.PATH),
                            new Lack(Right.DELETE, "objects below " + tree.group()));
        }
    }

    /** The table of the access rules, as far as a directory expresses it. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "service account  | CN=keyvault,CN=Users,DC=berth,DC=local      | yes | yes | yes |"
                        + " yes",
                "Enterprise admin | CN=enterprise,CN=Users,DC=berth,DC=local    | yes | yes | yes |"
                        + " yes",
                "Domain admin     | CN=domain,CN=Users,DC=berth,DC=local        | yes | yes | yes |"
                        + " yes",
                "Administrator    | CN=Administrator,CN=Users,DC=berth,DC=local | yes | yes | yes |"
                        + " yes",
                "Administrators   | CN=builtin,CN=Users,DC=berth,DC=local       | yes | yes | yes |"
                        + " no",
                "System           | CN=System,CN=WellKnown Security Principals,DC=berth,DC=local |"
                        + " no | no | no | no",
                "Enterprise DC    | CN=dc1,CN=Users,DC=berth,DC=local           | no  | no  | no  |"
                        + " no",
                "logged in        | CN=anybody,CN=Users,DC=berth,DC=local       | no  | no  | no  |"
                        + " no",
            })
    void everybodyMayWhatTheTableSays(
            String who, String account, String reads, String writes, String adds, String removes)
            throws Exception {
        preCreate();
        try (LdapContainer container = container()) {
            container.prepare();
            container.keep(KEY, WRAPPED);
        }
        try (LDAPConnection connection = slapd.as(account)) {
            DN ring = tree.ring("hosts");
            DN key = tree.key(KEY);
            DN added = tree.key(ring, 2);

            assertThat(connection.getEntry(key.toString(), LdapTree.WRAPPED) != null)
                    .as("%s reads a key", who)
                    .isEqualTo(reads.equals("yes"));
            assertThat(
                            may(() ->
                                    connection.modify(
                                            key.toString(),
                                            new Modification(
                                                    ModificationType.REPLACE,
                                                    LdapTree.WRAPPED,
                                                    new byte[] {3}))))
                    .as("%s changes a key", who)
                    .isEqualTo(writes.equals("yes"));
            assertThat(may(() -> connection.add(tree.keyEntry(added, WRAPPED))))
                    .as("%s adds a key", who)
                    .isEqualTo(adds.equals("yes"));
            assertThat(may(() -> connection.delete(key.toString())))
                    .as("%s removes a key", who)
                    .isEqualTo(removes.equals("yes"));
        }
    }

    @Test
    void systemHasTheContainerObjectAndNothingBelow() throws Exception {
        preCreate();
        try (LdapContainer container = container()) {
            container.prepare();
        }
        try (LDAPConnection system =
                slapd.as("CN=System,CN=WellKnown Security Principals,DC=berth,DC=local")) {
            assertThat(system.getEntry(LdapSettings.PATH)).isNotNull();
            assertThat(
                            may(() ->
                                    system.modify(
                                            LdapSettings.PATH,
                                            new Modification(
                                                    ModificationType.REPLACE,
                                                    "description",
                                                    "keys"))))
                    .isTrue();
            assertThat(system.getEntry(tree.group().toString())).isNull();
        }
    }

    @Test
    void whoIsNotLoggedInSeesNothing() throws Exception {
        preCreate();
        try (LDAPConnection nobody = slapd.anonymous()) {
            assertThat(nobody.getEntry(LdapSettings.PATH)).isNull();
        }
    }

    /** Something to be tried. */
    @FunctionalInterface
    private interface Operation {
        void run() throws LDAPException;
    }

    private static boolean may(Operation operation) throws LDAPException {
        try {
            operation.run();
            return true;
        } catch (LDAPException e) {
            if (ResultCode.INSUFFICIENT_ACCESS_RIGHTS.equals(e.getResultCode())
                    || ResultCode.NO_SUCH_OBJECT.equals(e.getResultCode())) {
                return false;
            }
            throw e;
        }
    }
}
