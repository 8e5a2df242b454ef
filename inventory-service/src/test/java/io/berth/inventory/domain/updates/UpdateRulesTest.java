package io.berth.inventory.domain.updates;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.UpdateBaselineId;
import io.berth.contracts.ids.UpdateServerId;
import io.berth.contracts.inventory.BaselineUpdate;
import io.berth.contracts.inventory.ManagerNode;
import io.berth.contracts.inventory.UpdateBaselineState;
import io.berth.contracts.inventory.UpdateExemption;
import io.berth.contracts.inventory.UpdateServerRole;
import io.berth.contracts.inventory.UpdateServerState;
import io.berth.contracts.inventory.UpdateSeverity;
import io.berth.inventory.domain.Located;
import io.berth.inventory.domain.support.UpdateServerRules;
import io.berth.inventory.rulebook.Rulebook;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpdateRulesTest {
    private static final HostId HOST = new HostId("h");
    private static final Instant NOW = Instant.parse("2026-03-14T09:00:00Z");
    private static final Duration VALID = Duration.ofDays(7);

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "ROOT,       true,  WSUS 3.0 SP2, -",
                "ROOT,       true,  WSUS 3.0 SP3, -",
                "ROOT,       true,  WSUS 3.1,     -",
                "ROOT,       true,  WSUS 4.0,     -",
                "ROOT,       true,  WSUS 3.0 SP1, update-server-too-old",
                "ROOT,       true,  WSUS 3.0,     update-server-too-old",
                "ROOT,       true,  WSUS 2.0 SP9, update-server-too-old",
                "ROOT,       true,  my own,       update-server-too-old",
                "DOWNSTREAM, true,  WSUS 3.0 SP2, downstream-update-server",
                "ROOT,       false, WSUS 3.0 SP2, update-server-not-dedicated",
                "DOWNSTREAM, false, WSUS 3.0,     downstream-update-server"
                        + " update-server-not-dedicated update-server-too-old"
            })
    void anUpdateServerIsADedicatedRecentRoot(
            UpdateServerRole role, boolean dedicated, String version, @Nullable String refusals) {
        List<String> codes =
                UpdateServers.refusals(
                                server(role, dedicated, version),
                                Rulebook.load(Optional.empty()).read(UpdateServerRules.class))
                        .stream()
                        .map(located -> located.refusal().wording().code())
                        .toList();
        assertThat(String.join(" ", codes)).isEqualTo(refusals == null ? "" : refusals);
    }

    @Test
    void theConsoleIsNeededOnEveryNodeOfTheManager() {
        assertThat(UpdateServers.advice(server(UpdateServerRole.ROOT, true, "WSUS 3.0 SP2")))
                .isEmpty();
        assertThat(
                        UpdateServers.advice(
                                server(
                                        UpdateServerRole.ROOT,
                                        true,
                                        "WSUS 3.0 SP2",
                                        new ManagerNode("m1", true),
                                        new ManagerNode("m2", false))))
                .singleElement()
                .satisfies(advice -> assertThat(advice.toString()).contains("m2"));
    }

    /** C supersedes B, which supersedes A; D stands alone. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            delimiter = '|',
            value = {
                "C D | -   | -   | -",
                "C   | -   | -   | D",
                "A B | -   | -   | C D",
                "-   | -   | -   | C D",
                "D   | -   | C   | B",
                "D   | C   | -   | B",
                "B D | -   | C   | -",
                "C D | -   | C   | -",
                "D   | -   | B C | A",
                "A D | -   | B C | -",
                "D   | -   | A B C | -",
                "C   | D   | -   | -",
                "D   | -   | B   | C"
            })
    void aHostNeedsTheNewestUpdatesAlone(
            @Nullable String installed,
            @Nullable String notApplicable,
            @Nullable String exempted,
            @Nullable String missing) {
        UpdateBaselineState baseline =
                baseline(
                        list(exempted).stream().map(update -> exemption(HOST, update)).toList(),
                        update("A"),
                        update("B", "A"),
                        update("C", "B"),
                        update("D"));
        assertThat(Compliance.refusals(baseline)).isEmpty();

        Compliance.OfHost answer =
                new Compliance(baseline)
                        .of(HOST, scan(NOW, list(installed), list(notApplicable)), NOW, VALID);

        assertThat(answer.missing())
                .extracting(BaselineUpdate::update)
                .containsExactlyElementsOf(list(missing));
        assertThat(answer.status())
                .isEqualTo(
                        missing == null
                                ? Compliance.Status.COMPLIANT
                                : Compliance.Status.MISSING_UPDATES);
    }

    @Test
    void anExemptionIsOfOneHost() {
        UpdateBaselineState baseline =
                baseline(List.of(exemption(new HostId("other"), "A")), update("A"));

        assertThat(
                        new Compliance(baseline)
                                .of(HOST, scan(NOW, List.of(), List.of()), NOW, VALID)
                                .status())
                .isEqualTo(Compliance.Status.MISSING_UPDATES);
    }

    @ParameterizedTest
    @CsvSource({"0, COMPLIANT", "604800, COMPLIANT", "604801, UNKNOWN"})
    void anOldScanSaysNothing(long seconds, Compliance.Status status) {
        Compliance compliance = new Compliance(baseline(List.of(), update("A")));

        assertThat(
                        compliance
                                .of(
                                        HOST,
                                        scan(NOW.minusSeconds(seconds), List.of("A"), List.of()),
                                        NOW,
                                        VALID)
                                .status())
                .isEqualTo(status);
        assertThat(compliance.of(HOST, null, NOW, VALID).reason())
                .isEqualTo("The host was never scanned.");
    }

    @Test
    void tellsAllThatIsWrongWithABaseline() {
        assertThat(
                        Compliance.refusals(
                                        baseline(
                                                List.of(
                                                        exemption(HOST, "Z"),
                                                        exemption(HOST, "A"),
                                                        exemption(HOST, "A")),
                                                update("A", "C"),
                                                update("B", "A"),
                                                update("C", "B"),
                                                update("D", "A"),
                                                update("D")))
                                .stream()
                                .map(UpdateRulesTest::told))
                .containsExactly(
                        "/updates/4/update update-named-twice",
                        "/updates supersedes-cycle",
                        "/exemptions/0/update update-not-in-baseline",
                        "/exemptions/2 exempted-twice");
    }

    private static String told(Located located) {
        return located.pointer() + " " + located.refusal().wording().code();
    }

    private static List<String> list(@Nullable String texts) {
        return texts == null ? List.of() : List.of(texts.split(" "));
    }

    private static UpdateScan scan(Instant at, List<String> installed, List<String> not) {
        return new UpdateScan(HOST, at, installed, not, new Principal("agent"));
    }

    private static BaselineUpdate update(String id, String... supersedes) {
        return new BaselineUpdate(
                id, null, UpdateSeverity.IMPORTANT, Stream.of(supersedes).toList());
    }

    private static UpdateExemption exemption(HostId host, String update) {
        return new UpdateExemption(host, update, "why", new Principal("alice"), NOW);
    }

    private static UpdateBaselineState baseline(
            List<UpdateExemption> exemptions, BaselineUpdate... updates) {
        return new UpdateBaselineState(
                new UpdateBaselineId("b"),
                "b",
                List.of(updates),
                List.of(),
                List.of(),
                exemptions,
                1);
    }

    private static UpdateServerState server(
            UpdateServerRole role, boolean dedicated, String version, ManagerNode... nodes) {
        return new UpdateServerState(
                new UpdateServerId("s"), "s", "s", role, version, dedicated, List.of(nodes), 1);
    }
}
