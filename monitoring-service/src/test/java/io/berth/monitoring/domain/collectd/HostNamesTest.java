package io.berth.monitoring.domain.collectd;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.ids.HostId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostNamesTest {
    private final HostNames names =
            new HostNames(
                    List.of(
                            new HostId("node-7"),
                            new HostId("Twin"),
                            new HostId("twin"),
                            new HostId("db.east"),
                            new HostId("db.west")));

    @ParameterizedTest
    @CsvSource({
        "node-7, node-7",
        "NODE-7, node-7",
        "node-7.example.org, node-7",
        "Node-7.example.org, node-7",
        "Twin, Twin",
        "twin, twin",
        "TWIN,",
        "twin.example.org,",
        "db.east, db.east",
        "db.north,",
        "node-70,",
        "'',",
        ".,",
        "\u0000,",
    })
    void aNameMeansOneHostOrNone(String name, @Nullable String host) {
        assertThat(names.of(name).map(HostId::value).orElse(null)).isEqualTo(host);
    }
}
