package io.berth.keyvault.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.ids.KeyVersion;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.RingId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RingTest {
    private static final RingId ID = new RingId("inventory-credentials");
    private static final Ring RING =
            new Ring(ID, new KeyVersion(3), List.of(new Principal("inventory")));

    @ParameterizedTest
    @CsvSource({
        "inventory, true,  true",
        "inventory, false, false",
        "placement, true,  false",
        "Inventory, true,  false",
        "inventory-2, true, false",
        "admin,     false, false"
    })
    void onlyAServiceThatTheRingNamesMayUseIt(String principal, boolean service, boolean granted) {
        Caller caller = new Caller(new Principal(principal), service);

        assertThat(RING.accessOf(caller))
                .isEqualTo(
                        granted
                                ? new Ring.Access.Granted()
                                : new Ring.Access.Denied(
                                        new Refusal.RingNotPermitted(ID, caller.principal())));
    }

    @Test
    void aRingWithoutPrincipalsIsOpenToNobody() {
        Ring closed = new Ring(ID, KeyVersion.FIRST, List.of());

        assertThat(closed.accessOf(new Caller(new Principal("inventory"), true)))
                .isInstanceOf(Ring.Access.Denied.class);
    }

    @Test
    void rotatesByOneAndEndsAtTheLastNumber() {
        assertThat(RING.rotate())
                .isEqualTo(new Ring.Rotation.To(new KeyVersion(3), new KeyVersion(4)));

        Ring last = new Ring(ID, Ring.LAST_VERSION, RING.principals());
        assertThat(last.rotate())
                .isEqualTo(
                        new Ring.Rotation.Exhausted(
                                new Refusal.RingExhausted(ID, Ring.LAST_VERSION)));
    }

    @Test
    void hasNoKeyAboveItsCurrentOne() {
        assertThat(RING.mayHave(new KeyVersion(3))).isTrue();
        assertThat(RING.mayHave(new KeyVersion(4))).isFalse();
    }

    @Test
    void aSecretDoesNotPrintItselfAndCanBeOverwritten() {
        Secret secret = new Secret("hunter2".getBytes(java.nio.charset.StandardCharsets.UTF_8));

        assertThat(secret).hasToString("Secret[7 bytes]");
        secret.destroy();
        assertThat(secret.reveal()).containsOnly(0);
    }
}
