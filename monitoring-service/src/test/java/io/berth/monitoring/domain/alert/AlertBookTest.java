package io.berth.monitoring.domain.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.alerts.AlertAcknowledgement;
import io.berth.contracts.ids.Principal;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How an alert lives. */
class AlertBookTest {
    private static final Instant START = Instant.parse("2026-03-14T09:00:00Z");
    private static final long LIMIT = 10;

    private static Signal.Raise silent(String host, String summary) {
        return new Signal.Raise(AlertRule.HOST_SUSPECT, host, null, summary);
    }

    private static Signal.Resolve back(String host) {
        return new Signal.Resolve(AlertRule.HOST_SUSPECT, host, "it beats");
    }

    private static Alert after(AlertChange change) {
        assertThat(change).isInstanceOf(AlertChange.Changed.class);
        return ((AlertChange.Changed) change).alert();
    }

    private static AlertChange told(@Nullable Alert known, Signal signal, int second) {
        return AlertBook.told(known, signal, START.plusSeconds(second), 0, LIMIT);
    }

    /** The example of the class. */
    @Test
    void oneTroubleIsOneAlertHoweverOftenItIsTold() {
        AlertAcknowledgement ada =
                new AlertAcknowledgement(new Principal("ada"), START.plusSeconds(12), "on my way");

        Alert opened = after(told(null, silent("n1", "silent"), 10));
        assertThat(opened.count()).isEqualTo(1);
        Alert again = after(told(opened, silent("n1", "still silent"), 12));
        assertThat(again.count()).isEqualTo(2);
        assertThat(again.firstSeen()).isEqualTo(START.plusSeconds(10));
        assertThat(again.lastSeen()).isEqualTo(START.plusSeconds(12));
        assertThat(again.summary()).isEqualTo("still silent");
        Alert inHand = AlertBook.acknowledged(again, ada).alert();
        assertThat(inHand.acknowledgement()).isEqualTo(ada);
        AlertChange over = told(inHand, back("n1"), 13);
        assertThat(over).isInstanceOf(AlertChange.Resolved.class);
        assertThat(after(over).ending())
                .isEqualTo(new Alert.Ending(START.plusSeconds(13), "it beats"));
        assertThat(after(over).acknowledgement()).isEqualTo(ada);

        AlertChange anew = told(after(over), silent("n1", "silent"), 60);
        assertThat(anew).isInstanceOf(AlertChange.Opened.class);
        assertThat(after(anew).count()).isEqualTo(1);
        assertThat(after(anew).firstSeen()).isEqualTo(START.plusSeconds(60));
        assertThat(after(anew).acknowledgement()).isNull();
        assertThat(after(anew).fingerprint().value()).isEqualTo("host-suspect.n1");
    }

    @Test
    void theEndOfWhatIsNotOpenIsNothing() {
        Alert opened = after(told(null, silent("n1", "silent"), 1));
        Alert over = after(told(opened, back("n1"), 2));

        assertThat(told(null, back("n1"), 1)).isEqualTo(new AlertChange.Nothing());
        assertThat(told(over, back("n1"), 3)).isEqualTo(new AlertChange.Nothing());
        assertThat(AlertBook.unacknowledged(opened)).isEqualTo(new AlertChange.Nothing());
    }

    @Test
    void whatStandsUnchangedIsNothing() {
        Alert opened = after(told(null, silent("n1", "2 of 3"), 1));

        assertThat(AlertBook.stands(opened, silent("n1", "2 of 3"), START, 1, LIMIT))
                .isEqualTo(new AlertChange.Nothing());
        assertThat(AlertBook.stands(opened, silent("n1", "3 of 3"), START, 1, LIMIT))
                .isInstanceOf(AlertChange.Repeated.class);
        Alert over = after(told(opened, back("n1"), 2));
        assertThat(AlertBook.stands(over, silent("n1", "2 of 3"), START, 0, LIMIT))
                .isInstanceOf(AlertChange.Opened.class);
    }

    @Test
    void aFloodLeavesRoomForWhatIsCritical() {
        Signal.Raise critical =
                new Signal.Raise(AlertRule.HOST_FAILED, "n1", null, "n1 has failed");

        assertThat(AlertBook.told(null, silent("n1", "s"), START, LIMIT - 1, LIMIT))
                .isInstanceOf(AlertChange.Opened.class);
        assertThat(AlertBook.told(null, silent("n1", "s"), START, LIMIT, LIMIT))
                .isEqualTo(new AlertChange.NoRoom());
        assertThat(AlertBook.told(null, critical, START, LIMIT, LIMIT))
                .isInstanceOf(AlertChange.Opened.class);
        assertThat(AlertBook.told(null, critical, START, LIMIT + 1, LIMIT))
                .isEqualTo(new AlertChange.NoRoom());
        Alert known = after(told(null, silent("n1", "s"), 1));
        assertThat(AlertBook.told(known, silent("n1", "s"), START, LIMIT, LIMIT))
                .as("what is open is told again whatever the room")
                .isInstanceOf(AlertChange.Repeated.class);
    }

    /**
     * What is open is what was raised last and not resolved since; the count is the raises since.
     */
    @Test
    void randomRunsKeepTheBooks() {
        for (long seed = 1; seed <= 200; seed++) {
            Random random = new Random(seed);
            Map<String, Alert> alerts = new HashMap<>();
            Map<String, Long> expected = new HashMap<>();
            for (int step = 0; step < 300; step++) {
                String host = "n" + random.nextInt(6);
                boolean raise = random.nextBoolean();
                Signal signal = raise ? silent(host, "s" + random.nextInt(3)) : back(host);
                AlertChange change =
                        AlertBook.told(alerts.get(host), signal, START.plusSeconds(step), 0, LIMIT);
                if (change instanceof AlertChange.Changed changed) {
                    alerts.put(host, changed.alert());
                }
                if (raise) {
                    expected.merge(host, 1L, Long::sum);
                } else {
                    expected.remove(host);
                }
                Map<String, Long> open = new HashMap<>();
                alerts.forEach((name, alert) -> {
                    if (alert.open()) {
                        open.put(name, alert.count());
                        assertThat(alert.firstSeen()).isBeforeOrEqualTo(alert.lastSeen());
                    }
                });
                assertThat(open).as("seed %d, step %d", seed, step).isEqualTo(expected);
            }
        }
    }
}
