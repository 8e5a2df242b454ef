package io.berth.keyvault.container.ldap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.LDAPException;
import io.berth.contracts.ids.KeyVersion;
import io.berth.contracts.ids.RingId;
import io.berth.keyvault.domain.KeyName;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LdapTreeTest {
    private static final UUID VAULT = UUID.fromString("0f2f4c9e-4f55-4f0e-9d57-0c7dbb6d6a11");

    private final LdapTree tree = new LdapTree(LdapTree.container(LdapSettings.PATH), VAULT);

    @Test
    void namesContainerGroupRingAndKey() {
        assertThat(tree.parent()).hasToString("CN=System,DC=berth,DC=local");
        assertThat(tree.group())
                .hasToString(
                        "CN=DC Manager 0f2f4c9e-4f55-4f0e-9d57-0c7dbb6d6a11," + LdapSettings.PATH);
        assertThat(tree.key(new KeyName(new RingId("hosts.A_1-x"), new KeyVersion(17))))
                .hasToString("berthKeyVersion=17,berthRing=hosts.A_1-x," + tree.group());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a,CN=VMMDKM",
                "a+cn=b",
                "*)(objectClass=*",
                "\"quoted\"",
                "back\\slash",
                "#04024869",
                " leading and trailing ",
                "new\nline",
                "nul\u0000byte",
                "a=b",
                "<>;",
                "München"
            })
    void aHostileNameStaysOneNameBelowTheGroup(String name) throws LDAPException {
        DN ring = tree.ring(name);

        DN read = new DN(ring.toString());
        assertThat(read).isEqualTo(ring);
        assertThat(read.getParent()).isEqualTo(tree.group());
        assertThat(read.getRDNs()[0].isMultiValued()).isFalse();
        assertThat(read.getRDNs()[0].getAttributeValues()).containsExactly(name);
        assertThat(new DN(tree.key(ring, 3).toString()).getParent()).isEqualTo(ring);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "CN=VMMDKM", "no name at all", "CN=a,,DC=b", "CN=a+OU=b,DC=c"})
    void refusesAPathThatNamesNoContainer(String path) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LdapTree.container(path))
                .withMessageContaining("path of the container");
    }
}
