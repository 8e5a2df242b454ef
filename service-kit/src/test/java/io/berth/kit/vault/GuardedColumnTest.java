package io.berth.kit.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.berth.contracts.ids.KeyVersion;
import io.berth.contracts.ids.RingId;
import io.berth.contracts.keyvault.RecordRef;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuardedColumnTest {
    private static GuardedColumn column(String name) {
        return new GuardedColumn(
                "secrets",
                new RingId("r"),
                name,
                List.of(name),
                name,
                name,
                key -> Optional.of(new RecordRef(key.getFirst(), "password")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a;drop table x", "a\"", "A", "1a", "a.b", "a'", "a--", "ä"})
    void noNameCanBeMoreThanAName(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> column(name));
    }

    @Test
    void namesOfColumnsAreTaken() {
        assertThat(column("key_version2").table()).isEqualTo("key_version2");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new GuardedColumn(
                                "n",
                                new RingId("r"),
                                "t",
                                List.of(),
                                "c",
                                "v",
                                key -> Optional.of(new RecordRef("a", "b"))))
                .withMessage("key is empty");
    }

    @Test
    void nothingThatHoldsASecretPrintsIt() {
        byte[] secret = "hunter2".getBytes(StandardCharsets.UTF_8);
        RecordRef place = new RecordRef("host/h", "bmc.password");

        assertThat(
                        List.of(
                                new VaultClient.Plain(place, secret).toString(),
                                new VaultClient.Opened.Opens(KeyVersion.FIRST, secret).toString(),
                                new VaultCalls.Call("POST", "/api/v1/protect", "token", secret)
                                        .toString(),
                                new VaultCalls.Reply(200, secret).toString()))
                .containsExactly(
                        "Plain[RecordRef[object=host/h, field=bmc.password]]",
                        "Opens[1]",
                        "POST /api/v1/protect",
                        "Reply[200]");
    }
}
