package io.berth.keyvault.container.ldap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.unboundid.ldap.sdk.ResultCode;
import io.berth.keyvault.container.ContainerUnavailableException;
import io.berth.keyvault.container.ldap.LdapRights.Lack;
import io.berth.keyvault.container.ldap.LdapRights.Origin;
import io.berth.keyvault.container.ldap.LdapRights.Report;
import io.berth.keyvault.container.ldap.LdapRights.Right;
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

/** Which right is missing is told exactly, whichever it is. */
class LdapRightsTest {
    private static final UUID VAULT = UUID.fromString("0f2f4c9e-4f55-4f0e-9d57-0c7dbb6d6a11");
    private static final String GROUP = "CN=DC Manager " + VAULT + "," + LdapSettings.PATH;

    @TempDir Path temp;
    private MemoryDirectory directory;
    private LdapContainer container;

    @BeforeEach
    void start() throws Exception {
        directory = new MemoryDirectory();
        container =
                new LdapContainer(
                        LdapSettings.plain(
                                directory.port(),
                                LdapSettings.passwordFile(temp, MemoryDirectory.PASSWORD)),
                        LdapSettings.PATH,
                        () -> Optional.of(VAULT));
    }

    @AfterEach
    void stop() {
        container.close();
        directory.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "modify | container | WRITE        | container",
                "add    | group     | CREATE_CHILD | container",
                "add    | probe     | CREATE_CHILD | container",
                "delete | probe     | DELETE       | objects below container",
                "modify | group     | WRITE        | group",
                "add    | probe2    | CREATE_CHILD | group",
                "add    | key       | CREATE_CHILD | objects below group",
                "search | key       | READ         | objects below group",
                "modify | key       | WRITE        | objects below group",
                "delete | key       | DELETE       | objects below group",
            })
    void namesTheRightAndTheObject(String operation, String denied, Right right, String object)
            throws Exception {
        directory
                .server()
                .add("dn: " + LdapSettings.PATH, "objectClass: applicationProcess", "cn: VMMDKM");
        directory.refuse((asked, dn) ->
                asked.equals(operation) && kind(dn).equals(denied)
                        ? ResultCode.INSUFFICIENT_ACCESS_RIGHTS
                        : null);

        Report report = container.prepare();

        assertThat(report.container()).isEqualTo(Origin.FOUND);
        assertThat(report.lacks())
                .contains(
                        new Lack(
                                right,
                                object.replace("container", LdapSettings.PATH)
                                        .replace("group", GROUP)));
        assertThat(report.lacks()).extracting(Lack::right).containsOnly(right);
    }

    private static String kind(String dn) {
        if (dn.equalsIgnoreCase(LdapSettings.PATH)) {
            return "container";
        }
        if (dn.equalsIgnoreCase(GROUP)) {
            return "group";
        }
        if (dn.startsWith("berthKeyVersion")) {
            return "key";
        }
        return dn.endsWith(GROUP) ? "probe2" : "probe";
    }

    @Test
    void everythingThatIsMissingIsTold() throws Exception {
        directory.server().add("dn: " + LdapSettings.PATH, "objectClass: device", "cn: VMMDKM");
        directory.refuse((asked, dn) ->
                asked.equals("modify") || asked.equals("delete")
                        ? ResultCode.INSUFFICIENT_ACCESS_RIGHTS
                        : null);

        assertThat(container.prepare().lacks())
                .containsExactly(
                        new Lack(Right.WRITE, LdapSettings.PATH),
                        new Lack(Right.DELETE, "objects below " + LdapSettings.PATH),
                        new Lack(Right.WRITE, GROUP),
                        new Lack(Right.WRITE, "objects below " + GROUP),
                        new Lack(Right.DELETE, "objects below " + GROUP));
    }

    @Test
    void aContainerThatCannotBeMadeIsAbsent() {
        directory.refuse(
                (asked, dn) -> asked.equals("add") ? ResultCode.INSUFFICIENT_ACCESS_RIGHTS : null);

        assertThat(container.prepare())
                .isEqualTo(
                        new Report(
                                Origin.ABSENT,
                                List.of(
                                        new Lack(
                                                Right.CREATE_CHILD,
                                                "CN=System,DC=berth,DC=local"))));
    }

    @Test
    void aDirectoryWithoutTheSchemaIsToldApartFromAMissingRight() {
        directory.refuse(
                (asked, dn) -> asked.equals("add") ? ResultCode.UNDEFINED_ATTRIBUTE_TYPE : null);

        assertThatExceptionOfType(ContainerUnavailableException.class)
                .isThrownBy(container::prepare)
                .havingCause()
                .withMessageContaining("berth-keyvault.ldif");
    }
}
