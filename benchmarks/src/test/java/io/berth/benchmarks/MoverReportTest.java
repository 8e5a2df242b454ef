package io.berth.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MoverReportTest {
    private static final MoverBench.Options OPTIONS =
            new MoverBench.Options(1, 1, 64, Path.of("unused"));

    /** A run in which everything was kept, but rsync was not there. */
    private static final List<String> KEPT =
            List.of(
                    "first 9.0",
                    "cold-read 4.0",
                    "cold-scan 2.0",
                    "cold-cycle 5.0",
                    "cold-cycle 5.7",
                    "cold-cycle 9.0",
                    "cold-ship 1.0",
                    "cold-commit 0.1",
                    "warm-read 1.0",
                    "warm-scan 1.0",
                    "warm-cycle 1.4",
                    "warm-ship 0.4",
                    "warm-commit 0.1",
                    "sent 164.0",
                    "changed 164.0",
                    "rate-10000000 9.6E6",
                    "rate-50000000 5.2E7",
                    "heap 20",
                    "buffers 4",
                    "resident 127.9");

    private static Report report(String... others) {
        List<String> told = new ArrayList<>(KEPT);
        for (String other : others) {
            String name = other.substring(0, other.indexOf(' ') + 1);
            told.removeIf(line -> line.startsWith(name));
            told.add(other);
        }
        return MoverBench.report(OPTIONS, new MoverBench.Figures(told));
    }

    @Test
    void whatIsKeptIsNotMissed() {
        Report report = report();

        assertThat(report.missed()).isEmpty();
        assertThat(report.notes()).anyMatch(note -> note.contains("rsync is not installed"));
        assertThat(report.table().rows())
                .contains(
                        List.of(
                                "from the disk: found, shipped and committed",
                                "5.700",
                                "5.000",
                                "180",
                                "",
                                "70 %"));
    }

    @Test
    void eachFloorAndLimitIsMissedByItself() {
        assertThat(report("cold-cycle 5.8").missed()).singleElement().asString().contains("69 %");
        assertThat(report("warm-cycle 2.0").missed()).singleElement().asString().contains("50 %");
        assertThat(report("rate-50000000 4.7E7").missed())
                .singleElement()
                .asString()
                .contains("-6.0 %");
        assertThat(report("rate-10000000 1.06E7").missed()).hasSize(1);
        assertThat(report("resident 128.1").missed()).hasSize(1);
        assertThat(report("sent 163.0").missed()).singleElement().asString().contains("163");
    }

    @Test
    void rsyncStandsInTheTableWhenItWasThere() {
        Report report = report("rsync 4.0");

        assertThat(report.table().rows().getLast())
                .startsWith("from the page cache: rsync --inplace --no-whole-file", "4.000")
                .endsWith("25 %");
        assertThat(report("rsync-failed 23").notes()).anyMatch(note -> note.contains("with 23"));
    }
}
