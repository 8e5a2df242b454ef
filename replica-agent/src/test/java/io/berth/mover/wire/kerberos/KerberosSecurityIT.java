package io.berth.mover.wire.kerberos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.berth.contracts.ids.HostId;
import io.berth.mover.ImageShape;
import io.berth.mover.wire.Distrust;
import io.berth.mover.wire.Images;
import io.berth.mover.wire.Outcome;
import io.berth.mover.wire.Pair;
import io.berth.mover.wire.Visit;
import java.nio.file.Path;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Transfers with tickets of a real key distribution centre; host-a sends to host-b. The JVM's
 * {@code java.security.krb5.conf} points to the centre's file meanwhile; no other test of this
 * module uses Kerberos.
 */
class KerberosSecurityIT {
    private static final String PROPERTY = "java.security.krb5.conf";
    private static final HostId SOURCE = new HostId("host-a");
    private static final HostId TARGET = new HostId("host-b");
    private static final ImageShape SHAPE = new ImageShape(300 * 4_096 + 77, 4_096);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path folder;

    private static @Nullable Kdc kdc;

    @SuppressWarnings("NullAway.Init")
    private static Path sourceKeys;

    @SuppressWarnings("NullAway.Init")
    private static Path targetKeys;

    private final byte[] image = Images.image(SHAPE, new Random(1));

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(
                Kdc.missing().isEmpty(),
                () -> "MIT Kerberos is not installed (Debian: krb5-kdc): " + Kdc.missing());
        Kdc started = new Kdc(folder);
        kdc = started;
        sourceKeys = started.keytab("berth-replica/host-a", Kdc.HOME);
        targetKeys = started.keytab("berth-replica/host-b", Kdc.HOME);
        System.setProperty(PROPERTY, started.clientFile().toString());
    }

    @AfterAll
    static void stop() throws Exception {
        System.clearProperty(PROPERTY);
        if (kdc != null) {
            kdc.close();
        }
    }

    private static KerberosSecurity security(Path keys, HostId host, String realm) {
        return new KerberosSecurity(new Keytab(keys, host, realm));
    }

    private static Pair target() throws Exception {
        return new Pair(new Images.Copy(new byte[0]), security(targetKeys, TARGET, Kdc.HOME));
    }

    private Outcome send(Pair pair, Path keys, HostId host, String realm) throws Exception {
        return pair.send(Images.Source.first(SHAPE, image), security(keys, host, realm), 1);
    }

    private static void assertDistrusted(Visit visit, Distrust reason, String part) {
        assertThat(visit.result())
                .isInstanceOfSatisfying(
                        Visit.Result.Distrusted.class,
                        result -> {
                            assertThat(result.reason()).isEqualTo(reason);
                            assertThat(result.detail()).contains(part);
                        });
    }

    @Test
    void hostsOfOneRealmReplicate() throws Exception {
        try (Pair pair = target()) {
            assertThat(send(pair, sourceKeys, SOURCE, Kdc.HOME))
                    .isInstanceOf(Outcome.Committed.class);
            assertThat(pair.copy.image).isEqualTo(image);
        }
    }

    @Test
    void anotherHostOfTheRealmCannotSpeakForTheSource() throws Exception {
        Path keys = kdc().keytab("berth-replica/host-c", Kdc.HOME);
        try (Pair pair = target()) {
            assertThat(send(pair, keys, new HostId("host-c"), Kdc.HOME))
                    .isInstanceOfSatisfying(
                            Outcome.Refused.class,
                            refused ->
                                    assertThat(refused.refusal().detail())
                                            .isEqualTo("announced as host-a, proved to be host-c"));
        }
    }

    @Test
    void aKeytabOfAnotherPrincipalGivesNoTicket() throws Exception {
        Path keys = kdc().keytab("http/host-a", Kdc.HOME);
        try (Pair pair = target()) {
            assertThat(send(pair, keys, SOURCE, Kdc.HOME))
                    .isInstanceOfSatisfying(
                            Outcome.Distrusted.class,
                            result -> assertThat(result.reason()).isEqualTo(Distrust.NO_TICKET));
        }
    }

    /** A trust between the realms gives the source a ticket; both sides still refuse it. */
    @Test
    void anotherRealmIsRefusedAlthoughItsTicketIsGood() throws Exception {
        Path keys = kdc().keytab("berth-replica/host-a", Kdc.FOREIGN);
        try (Pair pair = target()) {
            KerberosSecurity abroad =
                    new KerberosSecurity(new Keytab(keys, SOURCE, Kdc.FOREIGN), Kdc.HOME);
            assertThat(pair.send(Images.Source.first(SHAPE, image), abroad, 1))
                    .isInstanceOfSatisfying(
                            Outcome.Distrusted.class,
                            result -> assertThat(result.reason()).isEqualTo(Distrust.OTHER_REALM));
            assertDistrusted(
                    pair.visit(),
                    Distrust.OTHER_REALM,
                    "berth-replica/host-a@PROVIDER.TEST is not of realm BERTH.TEST");
            assertThat(pair.copy.image).isEmpty();
        }
    }

    @Test
    void aTargetThatTheRealmDoesNotKnowGivesNoTicket() throws Exception {
        Path keys = kdc().keytab("berth-replica/host-d", Kdc.FOREIGN);
        try (Pair pair = target()) {
            assertThat(send(pair, keys, new HostId("host-d"), Kdc.FOREIGN))
                    .isInstanceOfSatisfying(
                            Outcome.Distrusted.class,
                            result -> assertThat(result.reason()).isEqualTo(Distrust.NO_TICKET));
        }
    }

    /** Whoever stands where host-b should, without its keys, cannot read the ticket. */
    @Test
    void aTargetWithoutItsKeysIsNotBelieved() throws Exception {
        Path keys = kdc().keytab("berth-replica/host-e", Kdc.HOME);
        Pair impostor =
                new Pair(
                        new Images.Copy(new byte[0]),
                        security(keys, new HostId("host-e"), Kdc.HOME));
        try (impostor) {
            assertThat(send(impostor, sourceKeys, SOURCE, Kdc.HOME))
                    .isNotInstanceOf(Outcome.Committed.class);
            assertThat(impostor.visit().result()).isInstanceOf(Visit.Result.Distrusted.class);
            assertThat(impostor.copy.image).isEmpty();
        }
    }

    private static Kdc kdc() {
        return java.util.Objects.requireNonNull(kdc);
    }
}
