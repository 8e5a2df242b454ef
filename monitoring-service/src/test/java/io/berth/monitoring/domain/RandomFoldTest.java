package io.berth.monitoring.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.monitoring.domain.quarantine.QuarantineRules;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The fold against the slow statement of its rules, over thousands of seeded logs. */
class RandomFoldTest {
    private static final long FIRST_SEED = 20_260_101;
    private static final int LOGS = 4_000;

    /** As short as these logs, which last half a minute. */
    private static final QuarantineRules RULES =
            new QuarantineRules(2, Duration.ofSeconds(20), Duration.ofSeconds(6), 40);

    @Test
    void agreesWithTheSlowStatementOfTheRules() {
        Set<String> kinds = new TreeSet<>();
        for (long seed = FIRST_SEED; seed < FIRST_SEED + LOGS; seed++) {
            List<LoggedRecord> log = RandomLog.make(new Random(seed));
            List<String> found = facts(FoldRun.of(log, RULES, offset -> false));
            assertThat(found).as("seed %d", seed).isEqualTo(SlowFold.of(log, RULES));
            found.forEach(line -> kinds.add(line.split(" ", 3)[1]));
        }
        assertThat(kinds)
                .as("the logs exercise every kind of fact")
                .contains(
                        "up",
                        "suspect",
                        "FAILED",
                        "unreachable",
                        "isolated",
                        "recovered",
                        "HELD",
                        "released",
                        "QUARANTINED",
                        "quarantine-withheld",
                        "quarantine-ended",
                        "clock-skewed",
                        "clock-settled");
    }

    @Test
    void goesOnAlikeWhenSavedAndRestoredAnywhere() {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + LOGS; seed++) {
            Random random = new Random(seed);
            List<LoggedRecord> log = RandomLog.make(random);
            Set<Integer> cuts =
                    random.ints(1 + random.nextInt(10), 0, log.size())
                            .boxed()
                            .collect(Collectors.toSet());
            assertThat(FoldRun.of(log, RULES, cuts::contains))
                    .as("seed %d cut before %s", seed, cuts)
                    .isEqualTo(FoldRun.of(log, RULES, offset -> false));
        }
    }

    private static List<String> facts(List<String> lines) {
        return lines.stream()
                .filter(line -> !line.contains(" refused ") && !line.startsWith("counted"))
                .toList();
    }
}
