package io.berth.inventory.rulebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What schemas allow and the meaning does not, in the packaged files with one line changed. The
 * fault names that line.
 */
class MeaningTest {
    @TempDir Path directory;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "support-matrix | - id: libvirt-older | - id: libvirt-9 | stands there twice",
                "support-matrix | version: {from: \"9\"} | version: {from: nine} | no version",
                "guests | - version: \"2.1\" | - version: old | old is no version",
                "guests | - names: [RHEL 6.1, | - names: [RHEL 6.0, | RHEL 6.0 stands there twice",
                "guest-clusters | - SQL Server 2000 | - SQL Server 2005 | both listed and refused",
                "sizing | - id: above-150 | - id: up-to-150 | up-to-150 stands there twice",
                "sizing | band: above-150 | band: elsewhere | there is no band elsewhere",
                "manager-software | - id: sql-express-by-name | - id: sql-express | twice",
                "update-servers | - id: wsus-later | - id: wsus-3.0-sp2 | stands there twice"
            })
    void aFaultOfMeaningNamesItsLine(String file, String line, String broken, String detail)
            throws IOException {
        String text = Rulebook.load(Optional.empty()).entry(file).orElseThrow().text();
        assertThat(text).contains(line);
        Files.writeString(
                directory.resolve(file + ".yaml"), text.replaceFirst(quoted(line), broken));

        RulebookFault fault = fault();
        assertThat(fault.detail()).contains(detail);
        assertThat(text.lines().toList().get(fault.line() - 1)).contains(line);
    }

    @Test
    void everyRoleStandsInEveryBand() throws IOException {
        String text = Rulebook.load(Optional.empty()).entry("sizing").orElseThrow().text();
        int last = text.lastIndexOf("  - role: CONSOLE");
        Files.writeString(directory.resolve("sizing.yaml"), text.substring(0, last));

        assertThat(fault().detail()).contains("CONSOLE is missing in band above-150");
    }

    private RulebookFault fault() {
        BrokenRulebookException broken =
                catchThrowableOfType(
                        BrokenRulebookException.class, () -> Rulebook.load(Optional.of(directory)));
        assertThat(broken).isNotNull();
        assertThat(broken.faults()).hasSize(1);
        return broken.faults().getFirst();
    }

    private static String quoted(String line) {
        return Pattern.quote(line);
    }
}
