package io.berth.keyvault.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.berth.contracts.ids.KeyVersion;
import io.berth.contracts.ids.RingId;
import io.berth.keyvault.domain.access.Target;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DnTest {
    private static final Dn CONTAINER = Dn.of("CN=VMMDKM,CN=System,DC=berth,DC=local");

    @Test
    void namesAKeyBelowItsRingBelowTheGroupObject() {
        UUID vault = UUID.fromString("5f3e3d1c-6a9d-4a53-9a43-0d2f3f6d2f11");

        assertThat(
                        CONTAINER
                                .descendant(
                                        new Target.OfKey(new RingId("r1"), new KeyVersion(3))
                                                .below(vault))
                                .toString())
                .isEqualTo("CN=3,CN=r1,CN=DC Manager " + vault + "," + CONTAINER);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"x,CN=System", "a+CN=b", "#00", " x", "a\\", "a\"b", "a;b<c>", "x\u0000y"})
    void noNameLeavesTheContainer(String hostile) {
        Dn child = CONTAINER.child(hostile);

        assertThat(child.name().size()).isEqualTo(CONTAINER.name().size() + 1);
        assertThat(child.name().startsWith(CONTAINER.name())).isTrue();
        assertThat(child.name().getRdn(CONTAINER.name().size()).getValue()).isEqualTo(hostile);
        assertThat(Dn.of(child.toString()).name().size()).isEqualTo(child.name().size());
    }

    @Test
    void theCaseOfItsPartsMakesNoDifference() {
        assertThat(Dn.of("cn=vmmdkm, cn=SYSTEM, dc=berth, dc=local")).isEqualTo(CONTAINER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "System", "CN", "=x"})
    void isNoName(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Dn.of(text));
    }
}
