package io.berth.monitoring.domain.kvp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.monitoring.config.KvpRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which integration services are too old, by table; and that the table is inventory's. */
class ServicesRuleTest {
    private static final Path RULES =
            Path.of("../inventory-service/src/main/resources/rulebook/guests.yaml");

    @ParameterizedTest
    @CsvSource({
        // stated, OSName, major, minor, installed, needed, outdated
        "RHEL 6.0, , , , 3.1, 3.1, false",
        "rhel6.0, , , , 2.1.25, 3.1, true",
        "RHEL 6.0, , , , 3.4-20121129, 3.1, false",
        "RHEL 6.0, , , , 3, 3.1, true",
        "RHEL 5.5, , , , 2.0, 2.1, true",
        "RHEL 5.5, , , , 3.1, 2.1, false",
        ", CentOS, 6, 0, 2.1, 3.1, true",
        ", CentOS Linux, 6, 0, 3.1, 3.1, false",
        ", CentOS 6.0, , , 2.1, 3.1, true",
        "Debian 12, CentOS, 6, 0, 2.1, 3.1, true",
        "Debian 12, Debian GNU/Linux, 12, 7, 2.1, , ",
        "RHEL 6.0, , , , unknown, , ",
        "RHEL 6.0, , , , , , ",
        ", , , , 2.1, , "
    })
    void judgesWhatTheGuestSays(
            @Nullable String stated,
            @Nullable String name,
            @Nullable String major,
            @Nullable String minor,
            @Nullable String installed,
            @Nullable String needed,
            @Nullable Boolean outdated) {
        Map<String, String> intrinsic = new TreeMap<>();
        put(intrinsic, "OSName", name);
        put(intrinsic, "OSMajorVersion", major);
        put(intrinsic, "OSMinorVersion", minor);
        put(intrinsic, "IntegrationServicesVersion", installed);

        Optional<ServicesRule.Finding> found =
                new GuestServices(KvpRules.read()).judge(stated, intrinsic);

        assertThat(found.map(ServicesRule.Finding::needed).orElse(null)).isEqualTo(needed);
        assertThat(found.map(ServicesRule.Finding::outdated).orElse(null)).isEqualTo(outdated);
    }

    private static void put(Map<String, String> map, String key, @Nullable String value) {
        if (value != null) {
            map.put(key, value);
        }
    }

    /** The rules are inventory's; what stands here is what a guest shows of them. */
    @Test
    void theFileSaysWhatInventorysRulesSay() throws IOException {
        Pattern version = Pattern.compile("  - version: \"(.*)\"");
        Pattern names = Pattern.compile(" +- names: \\[(.*)]");
        String current = "";
        int guests = 0;
        for (String line : Files.readAllLines(RULES)) {
            Matcher begins = version.matcher(line);
            Matcher named = names.matcher(line);
            if (begins.matches()) {
                current = begins.group(1);
            } else if (named.matches()) {
                for (String name : named.group(1).split(", ")) {
                    guests++;
                    assertThat(KvpRules.read().judge(List.of(name), "0"))
                            .as(name)
                            .contains(new ServicesRule.Finding(name, "0", current, true));
                }
            }
        }
        assertThat(guests).isEqualTo(KvpRules.read().size()).isPositive();
    }

    @Test
    void aFaultyTableIsRefused() {
        assertThatThrownBy(() -> new ServicesRule(Map.of("x", List.of("a"))))
                .hasMessage("x is no version");
        assertThatThrownBy(() -> new ServicesRule(Map.of("1", List.of("a b", "AB"))))
                .hasMessage("AB stands there twice");
    }
}
