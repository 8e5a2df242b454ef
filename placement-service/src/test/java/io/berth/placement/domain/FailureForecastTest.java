package io.berth.placement.domain;

import static io.berth.placement.domain.Scenario.SMALL;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.inventory.HostReserve;
import io.berth.contracts.inventory.RestartPriority;
import io.berth.contracts.monitoring.FencingEvidence;
import io.berth.contracts.placement.AssignmentState;
import io.berth.placement.domain.state.DomainState;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What is foretold of deaths is what happens then. */
class FailureForecastTest {
    private final Scenario scenario = Scenario.ofHosts("h1");

    private FailureForecast forecast(String... hosts) {
        DomainState now = scenario.state;
        DomainState copy =
                DomainState.restore(
                        Scenario.CLUSTER,
                        now.hostIds().stream()
                                .map(now.ledger()::description)
                                .filter(Objects::nonNull)
                                .toList(),
                        now.hostIds().stream().map(now::host).filter(Objects::nonNull).toList(),
                        now.vms());
        return FailureForecast.of(
                scenario.rules,
                copy,
                List.of(hosts).stream().map(HostId::new).collect(Collectors.toSet()),
                FencingEvidence.LEASE_EXPIRED_UNDER_WATCHDOG,
                scenario.moment());
    }

    private void host(String id, int gib) {
        scenario.specify(Scenario.hostState(id, MiB.ofGiB(gib), HostReserve.NONE));
        scenario.ready(id, 1);
    }

    @Test
    void itSaysWhereEachVmGoesAndWhichFindsNoHostAndWhy() {
        scenario.running("large", Scenario.spec(8, true, RestartPriority.HIGH));
        scenario.running("small", SMALL);
        scenario.running("plain", Scenario.spec(1, false, RestartPriority.LOW));
        host("h2", 4);
        FailureForecast forecast = forecast("h1");

        assertThat(forecast.fates())
                .extracting(fate -> fate.vm() + " " + fate.state() + " " + fate.to())
                .containsExactly(
                        "large UNPLACEABLE null", "small PLACED h2", "plain WAITING_FOR_HOST null");
        assertThat(Objects.requireNonNull(forecast.fates().getFirst().explanation()).refused())
                .anySatisfy(host -> {
                    assertThat(host.host().value()).isEqualTo("h2");
                    assertThat(host.refusals().getFirst().code()).isEqualTo("insufficient-memory");
                });
        assertThat(scenario.vm("small").state()).isEqualTo(AssignmentState.RUNNING);

        scenario.failed("h1", 1);
        assertThat(scenario.hostOf("small")).isEqualTo("h2");
        assertThat(scenario.vm("large").state()).isEqualTo(AssignmentState.UNPLACEABLE);
    }

    @Test
    void hostsThatDieTogetherDoNotTakeEachOthersVms() {
        scenario.running("vm1", SMALL);
        host("h2", 64);
        host("h3", 64);
        FailureForecast both = forecast("h1", "h2");
        assertThat(both.fates())
                .extracting(FailureForecast.Fate::to)
                .containsOnly(new HostId("h3"));
        FailureForecast all = forecast("h1", "h2", "h3");
        assertThat(all.count(AssignmentState.UNPLACEABLE)).isEqualTo(1);
        assertThat(all.fates()).hasSize(1);
    }

    @Test
    void aHostOfWhichNothingIsKnownLosesNothing() {
        assertThat(forecast("h9").fates()).isEmpty();
        assertThat(Set.copyOf(scenario.state.hostIds())).doesNotContain(new HostId("h9"));
    }
}
