package io.berth.monitoring.domain.guest;

import static io.berth.contracts.telemetry.IntegrationHeartbeat.LOST_COMMUNICATION;
import static io.berth.contracts.telemetry.IntegrationHeartbeat.NOT_SUPPORTED;
import static io.berth.contracts.telemetry.IntegrationHeartbeat.NO_CONTACT;
import static io.berth.contracts.telemetry.IntegrationHeartbeat.OK;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.GuestCare;
import io.berth.contracts.inventory.IntegrationService;
import io.berth.contracts.telemetry.VmPower;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When guests are missed, and when not any more; each with and without a restart at every beat. */
class GuestFoldTest {
    private static GuestCare care(@Nullable Duration threshold, IntegrationService... off) {
        return new GuestCare(threshold, 0, List.of(off));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theWorkedExample(boolean restoring) {
        GuestLog log = new GuestLog(restoring).see("h", "v", OK).see("h", "w", OK);
        log.beat(99.5, "h").see("h", "v", LOST_COMMUNICATION);
        assertThat(log.beat(30.0, "h").told()).isEmpty();
        assertThat(log.beat(599.5, "h").told())
                .containsExactly("130.0 lost v LOST_COMMUNICATION since 100.0 #1");
        assertThat(log.beat(1.0, "h").told())
                .containsExactly("730.0 lost v LOST_COMMUNICATION since 100.0 #2");
        assertThat(log.see("h", "v", NO_CONTACT).beat(14.0, "h").told()).isEmpty();
        assertThat(log.see("h", "v", OK).beat(1.0, "h").told())
                .containsExactly("744.5 over v ANSWERS since 100.0");
        assertThat(log.fold().missed()).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aSilentHostBlamesNoGuest(boolean restoring) {
        GuestLog log = new GuestLog(restoring).see("h", "v", OK).beat(10, "h");
        log.see("h", "v", LOST_COMMUNICATION).beat(5, "h").pass(300);
        assertThat(log.told()).isEmpty();
        log.see("h", "v", OK).beat(60, "h");
        assertThat(log.told()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aTableThatWasLostIsWaitedFor(boolean restoring) {
        GuestLog log = new GuestLog(restoring).see("h", "v", LOST_COMMUNICATION).beat(29.5, "h");
        log.see("h", "v", OK).loseTable("h");
        assertThat(log.beat(9, "h").told()).isEmpty();
        assertThat(log.beat(60, "h").told()).isEmpty();
        assertThat(log.fold().missed()).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatWasToldEnds(boolean restoring) {
        List<String> endings = new ArrayList<>();
        GuestLog log = new GuestLog(restoring);
        for (String vm : List.of("a", "b", "c", "d", "e")) {
            log.see("h", vm, LOST_COMMUNICATION);
        }
        assertThat(log.beat(31, "h").told()).hasSize(5);
        log.see("h", "a", OK)
                .see("h", "b", 1, VmPower.STOPPED, NO_CONTACT)
                .see("h", "c", NOT_SUPPORTED)
                .see("h", "d", 2, VmPower.RUNNING, LOST_COMMUNICATION)
                .leave("h", "e")
                .beat(1, "h");
        log.told().forEach(line -> endings.add(line.split(" ")[3]));
        assertThat(endings)
                .containsExactly(
                        "ANSWERS", "NOT_RUNNING", "NOT_WATCHED", "NOT_RUNNING", "LEFT_HOST");
        assertThat(log.beat(30, "h").told())
                .containsExactly("61.5 lost d LOST_COMMUNICATION since 31.5 #1");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void hostsThatGoTakeTheirGuestsAlong(boolean restoring) {
        GuestLog log = new GuestLog(restoring);
        for (String host : List.of("h1", "h2", "h3")) {
            log.see(host, "on-" + host, LOST_COMMUNICATION);
        }
        log.beat(31, "h1", "h2", "h3").told();
        assertThat(log.fail("h1").told()).containsExactly("31.0 over on-h1 HOST_GONE since 0.5");
        assertThat(log.roster("h1", "h3").told())
                .containsExactly("31.0 over on-h2 HOST_GONE since 0.5");
        assertThat(log.see("h3", "on-h3", OK).boot("h3").beat(1, "h3").told())
                .containsExactly("31.5 over on-h3 HOST_RESTARTED since 0.5");
        assertThat(log.fold().missed()).isZero();
    }

    @Test
    void aGuestThatHasNotAnsweredSinceItsStartIsMissedOnlyWhereItShouldAnswer() {
        GuestLog log =
                new GuestLog(false)
                        .specify("with-services", null, "3.1")
                        .specify("plain", null, null)
                        .specify("asked-for", care(Duration.ofMinutes(1)), null);
        for (String vm : List.of("with-services", "plain", "asked-for", "unknown")) {
            log.see("h", vm, NO_CONTACT);
        }
        assertThat(log.beat(700, "h").told())
                .containsExactly(
                        "600.5 lost asked-for NO_CONTACT since 0.5 #1",
                        "600.5 lost with-services NO_CONTACT since 0.5 #1");
        assertThat(log.fold().missed()).isEqualTo(2);
    }

    @Test
    void thresholdsAreThoseOfTheVm() {
        GuestLog log =
                new GuestLog(false)
                        .specify("quick", care(Duration.ofSeconds(5)), null)
                        .specify("patient", care(Duration.ofMinutes(2)), null)
                        .specify("deaf", care(null, IntegrationService.HEARTBEAT), null);
        for (String vm : List.of("quick", "patient", "deaf", "usual")) {
            log.see("h", vm, LOST_COMMUNICATION);
        }
        assertThat(log.beat(130, "h").told())
                .containsExactly(
                        "5.5 lost quick LOST_COMMUNICATION since 0.5 #1",
                        "30.5 lost usual LOST_COMMUNICATION since 0.5 #1",
                        "120.5 lost patient LOST_COMMUNICATION since 0.5 #1");
        log.specify("quick", care(null, IntegrationService.HEARTBEAT), null);
        assertThat(log.beat(1, "h").told())
                .containsExactly("130.5 over quick NOT_WATCHED since 0.5");
    }

    @Test
    void aDomainHasThresholdsOfItsOwn() {
        WatchDefaults quick =
                new WatchDefaults(
                        Duration.ofSeconds(7), Duration.ofMinutes(1), Duration.ofMinutes(2));
        GuestBook book =
                new GuestBook(WatchDefaults.STANDARD, Map.of(GuestLog.DOMAIN, quick), () -> true);
        assertThat(book.watch(new VmId("v"), GuestLog.DOMAIN))
                .isEqualTo(new GuestWatch(quick.lost(), null, quick.repeat(), 0));
        assertThat(book.watch(new VmId("v"), new DomainId("other")).lost())
                .isEqualTo(WatchDefaults.STANDARD.lost());
    }

    @Test
    void nobodyIsJudgedBeforeInventoryIsRead() {
        GuestLog log = new GuestLog(false).see("h", "v", LOST_COMMUNICATION);
        log.complete(false);
        assertThat(log.beat(60, "h").told()).isEmpty();
        log.complete(true);
        assertThat(log.beat(0.5, "h").told())
                .containsExactly("60.5 lost v LOST_COMMUNICATION since 0.5 #1");
    }

    @Test
    void tooManySilentGuestsAreCountedOnly() {
        GuestLog log = new GuestLog(false);
        int hosts = 6;
        List<String> names = new ArrayList<>();
        for (int h = 0; h < hosts; h++) {
            names.add("h" + h);
            for (int v = 0; v < 2000; v++) {
                log.see("h" + h, "v" + h + "-" + v, LOST_COMMUNICATION);
            }
        }
        log.beat(0.5, names.toArray(String[]::new));
        assertThat(log.fold().missed()).isEqualTo(GuestFold.MAX_MISSED);
        assertThat(log.found().untracked()).isEqualTo(2000);
    }

    @Test
    void tablesAreToldWhenTheyChangeAndOnlyThen() {
        GuestLog log = new GuestLog(true).see("h", "v", OK).beat(60, "h");
        assertThat(log.found().tables()).hasSize(1);
        log.told();
        log.beat(60, "h");
        assertThat(log.found().tables()).isEmpty();
        log.see("h", "v", LOST_COMMUNICATION).beat(1, "h");
        assertThat(log.found().tables())
                .singleElement()
                .satisfies(t -> assertThat(t.vms()).hasSize(1));
        log.told();
        log.fail("h");
        assertThat(log.found().tables())
                .singleElement()
                .satisfies(t -> assertThat(t.vms()).isEmpty());
    }

    /** Whatever happens, each telling of a VM on a host is followed by one ending at most. */
    @Test
    void randomRunsTellAndEndInTurnAndTheSameAfterARestore() {
        for (long seed = 1; seed <= 60; seed++) {
            List<String> plain = randomRun(seed, false);
            assertThat(plain).as("seed %d", seed).isEqualTo(randomRun(seed, true));
            List<String> open = new ArrayList<>();
            for (String line : plain) {
                String[] words = line.split(" ");
                if (words[1].equals("over")) {
                    assertThat(open.remove(words[2])).as("seed %d: %s", seed, line).isTrue();
                } else if (words[6].equals("#1")) {
                    open.add(words[2]);
                    assertThat(open).as("seed %d: %s", seed, line).doesNotHaveDuplicates();
                } else {
                    assertThat(open).as("seed %d: %s", seed, line).contains(words[2]);
                }
            }
        }
    }

    private static List<String> randomRun(long seed, boolean restoring) {
        Random random = new Random(seed);
        GuestLog log = new GuestLog(restoring);
        String[] hosts = {"h0", "h1"};
        List<String> lines = new ArrayList<>();
        for (int round = 0; round < 120; round++) {
            String host = hosts[random.nextInt(hosts.length)];
            String vm = host + "-v" + random.nextInt(3);
            switch (random.nextInt(9)) {
                case 0, 1, 2 -> log.see(host, vm, LOST_COMMUNICATION);
                case 3 -> log.see(host, vm, OK);
                case 4 -> log.see(host, vm, NO_CONTACT);
                case 5 -> log.see(host, vm, 1 + random.nextInt(2), VmPower.RUNNING, NOT_SUPPORTED);
                case 6 -> log.leave(host, vm);
                case 7 -> log.loseTable(host);
                default -> {
                    if (random.nextBoolean()) {
                        log.boot(host);
                    } else {
                        log.fail(host);
                    }
                }
            }
            log.beat(random.nextInt(1, 40), hosts);
            lines.addAll(log.told());
        }
        return lines;
    }
}
