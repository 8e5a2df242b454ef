package io.berth.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.berth.contracts.ids.HostId;
import io.berth.platform.ComponentName;
import io.berth.platform.PlatformClient;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Hosts' passwords go through inventory into the key vault; one of its two instances is killed, and
 * the other one goes on alone. Each password is handed to the checker, which seeks it in every
 * record.
 */
final class KeyvaultPhase {
    private static final String NAME = "keyvault";
    private static final int FIRST_HOSTS = 4;
    private static final int LATER_HOSTS = 2;
    private static final List<String> KINDS = List.of("host", "bmc");
    private static final Duration HEALTHY = Duration.ofSeconds(60);
    private static final int PASSWORD_LENGTH = 24;
    private static final String ALPHABET =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private final Stage stage;
    private final Timeline timeline;
    private final SecureRandom random = new SecureRandom();

    KeyvaultPhase(Stage stage) {
        this.stage = stage;
        this.timeline = stage.timeline();
    }

    /** One host's credential of one kind. */
    private record Credential(HostId host, String kind) {
        String path() {
            return "hosts/" + host + "/credentials/" + kind;
        }
    }

    /** How many of some went well, and how long the slowest took. */
    private record Round(int good, int all, Duration longest) {
        boolean complete() {
            return good == all;
        }
    }

    /**
     * Runs it.
     *
     * @return whether every secret was kept and opened as it must be
     */
    boolean run() {
        Optional<PlatformClient> power = stage.platform().power();
        power.ifPresent(this::second);
        List<HostId> hosts = stage.hosts();
        List<Credential> first = credentials(hosts.subList(0, FIRST_HOSTS));
        List<Credential> later = credentials(hosts.subList(FIRST_HOSTS, FIRST_HOSTS + LATER_HOSTS));
        boolean good = stored(first, "kept through inventory") && opened(first, "opened");
        String name = "ring-" + stage.plan().name().toLowerCase(Locale.ROOT);
        try (VaultRing ring = new VaultRing(stage.platform(), name)) {
            ring.create(0);
            good &= eitherOpens(ring);
            good &=
                    power.map(processes -> killed(processes, ring, first, later))
                            .orElseGet(() -> notKilled(first, later));
            good &= boundToItsRecord(ring);
        }
        power.ifPresent(processes -> processes.stopComponent(ComponentName.KEYVAULT_2));
        return good;
    }

    private void second(PlatformClient processes) {
        processes.startComponent(ComponentName.KEYVAULT_2);
        processes.awaitHealthy(List.of(ComponentName.KEYVAULT, ComponentName.KEYVAULT_2), HEALTHY);
        timeline.tell(NAME, "a second instance of the key vault is ready");
    }

    private static List<Credential> credentials(List<HostId> hosts) {
        List<Credential> credentials = new ArrayList<>();
        for (HostId host : hosts) {
            KINDS.forEach(kind -> credentials.add(new Credential(host, kind)));
        }
        return credentials;
    }

    private boolean stored(List<Credential> credentials, String what) {
        Round round = round(credentials, this::store);
        tell(round, "passwords " + what);
        return round.complete();
    }

    private boolean opened(List<Credential> credentials, String what) {
        Round round = round(credentials, this::opens);
        tell(round, what);
        return round.complete();
    }

    private void tell(Round round, String what) {
        timeline.tell(
                NAME,
                "%d of %d %s, the slowest in %d ms"
                        .formatted(round.good(), round.all(), what, round.longest().toMillis()));
    }

    private static Round round(List<Credential> credentials, Predicate<Credential> deed) {
        int good = 0;
        long longest = 0;
        for (Credential credential : credentials) {
            long from = System.nanoTime();
            good += deed.test(credential) ? 1 : 0;
            longest = Math.max(longest, System.nanoTime() - from);
        }
        return new Round(good, credentials.size(), Duration.ofNanos(longest));
    }

    private boolean store(Credential credential) {
        String password = secret();
        stage.planted(credential.kind() + " password of " + credential.host(), password);
        ObjectNode body = RestApi.object().put("user", "root").put("password", password);
        JsonNode answer = stage.inventory().put(credential.path(), body);
        return !answer.toString().contains(password);
    }

    private boolean opens(Credential credential) {
        RestApi.Reply reply =
                stage.inventory().tryPost(credential.path() + "/check", RestApi.object());
        return reply.good() && reply.body().path("opens").asBoolean();
    }

    private String secret() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < PASSWORD_LENGTH; i++) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }

    private boolean eitherOpens(VaultRing ring) {
        int pairs = 0;
        int good = 0;
        for (int from = 0; from < ring.instances(); from++) {
            String secret = planted("one of instance " + (from + 1));
            String ciphertext = ring.protect(from, "either", secret);
            for (int to = 0; to < ring.instances(); to++) {
                pairs++;
                good += ring.unprotect(to, "either", ciphertext).plaintext().equals(secret) ? 1 : 0;
            }
        }
        timeline.tell(
                NAME,
                "%d of %d: each of %d instances opens what any of them protected"
                        .formatted(good, pairs, ring.instances()));
        return good == pairs;
    }

    private String planted(String name) {
        String secret = secret();
        stage.planted(name, secret);
        return secret;
    }

    private boolean killed(
            PlatformClient processes,
            VaultRing ring,
            List<Credential> first,
            List<Credential> later) {
        String before = planted("one from before the kill");
        String ofTheDead = ring.protect(0, "before", before);
        processes.killAndHoldComponent(ComponentName.KEYVAULT);
        timeline.tell(NAME, "SIGKILL to keyvault, which stays down; keyvault-2 goes on");
        Round opened = round(first, this::opens);
        tell(opened, "still opened");
        Round stored = round(later, this::store);
        tell(stored, "new passwords kept meanwhile");
        boolean good = opened.complete() && stored.complete();
        Duration longest =
                opened.longest().compareTo(stored.longest()) > 0
                        ? opened.longest()
                        : stored.longest();
        timeline.figure("keyvaultLongestWaitMillis", longest.toMillis());
        good &= ring.unprotect(1, "before", ofTheDead).plaintext().equals(before);
        ring.rotate(1);
        String meanwhile = planted("one from after the kill");
        String ofTheLiving = ring.protect(1, "meanwhile", meanwhile);
        processes.startComponent(ComponentName.KEYVAULT);
        processes.awaitHealthy(List.of(ComponentName.KEYVAULT), HEALTHY);
        boolean learnt = ring.unprotect(0, "meanwhile", ofTheLiving).plaintext().equals(meanwhile);
        timeline.tell(
                NAME,
                learnt
                        ? "keyvault is back; it opens what was protected meanwhile, under a key"
                                + " that is new to it"
                        : "keyvault is back and does NOT open what was protected meanwhile");
        return good & learnt & opened(later, "of the new ones opened with both at work");
    }

    private boolean notKilled(List<Credential> first, List<Credential> later) {
        timeline.tell(NAME, "no instance is killed: its process is not ours to kill here");
        return stored(later, "kept as well") & opened(first, "opened again");
    }

    private boolean boundToItsRecord(VaultRing ring) {
        String ciphertext = ring.protect(0, "one", planted("one that is offered for another"));
        VaultRing.Opened swapped = ring.unprotect(0, "another", ciphertext);
        timeline.tell(
                NAME,
                swapped.opens()
                        ? "the ciphertext of one record was OPENED as that of another"
                        : "the ciphertext of one record offered for another: refused, "
                                + swapped.code());
        return !swapped.opens() && ring.unprotect(0, "one", ciphertext).opens();
    }
}
