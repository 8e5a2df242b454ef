package io.berth.inventory.domain.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostGroupId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.SiteId;
import io.berth.contracts.inventory.GuestArchitecture;
import io.berth.contracts.inventory.GuestSystem;
import io.berth.contracts.inventory.HostReserve;
import io.berth.contracts.inventory.HostState;
import io.berth.contracts.inventory.Hypervisor;
import io.berth.contracts.inventory.HypervisorKind;
import io.berth.inventory.domain.Located;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A VM is refused only where every stated hypervisor refuses it; everything else is advice. */
class GuestFitTest {
    private static final GuestRules RULES = Rules.of(GuestRules.class);

    private static @Nullable Hypervisor hypervisor(String sort) {
        return switch (sort) {
            case "r2" -> windows("Windows Server 2008 R2");
            case "2008" -> windows("Windows Server 2008");
            case "esx" ->
                    new Hypervisor(
                            HypervisorKind.ESX, "ESXi", "4.1", null, null, null, "4.1", false);
            default -> null;
        };
    }

    private static Hypervisor windows(String product) {
        return new Hypervisor(
                HypervisorKind.HYPER_V, product, null, "Enterprise", null, 1L, null, false);
    }

    private static List<HostState> hosts(String sorts) {
        List<HostState> hosts = new ArrayList<>();
        for (String sort : sorts.split(" ", -1)) {
            hosts.add(
                    new HostState(
                            new HostId("host-" + hosts.size()),
                            new DomainId("cluster"),
                            null,
                            new HostGroupId("group"),
                            new SiteId("north"),
                            16,
                            new MiB(65_536),
                            HostReserve.NONE,
                            false,
                            hypervisor(sort),
                            null,
                            null,
                            1));
        }
        return hosts;
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                // hosts, guest, architecture, components, processors, answer, broken rules
                "r2, CentOS 6.0, X64, 3.1, 4, SUPPORTED, -",
                "r2, CentOS 6.0, X64, 3.1, 5, UNSUPPORTED, vcpu-limit",
                "r2 2008, CentOS 6.0, X64, 3.1, 5, UNSUPPORTED, vcpu-limit",
                "r2 esx, CentOS 6.0, X64, 3.1, 5, SUPPORTED, -",
                "unstated, CentOS 6.0, X64, 3.1, 5, NOT_LISTED, -",
                "unstated r2, CentOS 6.0, X64, 3.1, 5, UNSUPPORTED, vcpu-limit",
                "r2, CentOS 6.0, X64, 2.1, 5, UNSUPPORTED, integration-components vcpu-limit",
                "r2, CentOS 6.0, X64, -, 4, NOT_LISTED, -",
                "r2, Debian 6 Linux, X64, -, 16, NOT_LISTED, -",
                "2008, RHEL 5.5, X86, 2.1, 2, UNSUPPORTED, no-smp-for-32-bit-linux",
                "2008, RHEL 5.5, X86, 2.1, 1, SUPPORTED, -",
                "2008 r2, RHEL 5.5, X86, 2.1, 2, SUPPORTED, -",
                "2008, Windows Server 2008 R2, X64, -, 4, SUPPORTED, -"
            })
    void aGuestIsRefusedWhereNoHostWouldDo(
            String hosts,
            String guest,
            GuestArchitecture architecture,
            @Nullable String components,
            int vcpus,
            Listing answer,
            @Nullable String broken) {
        GuestSystem system = new GuestSystem(guest, architecture, components);
        GuestFit fit = GuestFit.of(RULES, system, vcpus, hosts(hosts));
        List<String> rules = new ArrayList<>();
        for (Located refusal : fit.refusals(system)) {
            assertThat(refusal.refusal())
                    .isInstanceOfSatisfying(
                            SupportRefusal.GuestRuleBroken.class,
                            rule -> {
                                rules.add(rule.result().rule());
                                assertThat(rule.wording().code()).isEqualTo("guest-rule-broken");
                                assertThat(refusal.pointer())
                                        .isEqualTo(
                                                rule.result().rule().contains("integration")
                                                        ? "/guest"
                                                        : "/vcpus");
                            });
        }
        assertThat(fit.answer()).isEqualTo(answer);
        assertThat(String.join(" ", rules)).isEqualTo(broken == null ? "" : broken);
    }

    @Test
    void hostsOfOneHypervisorAreToldTogether() {
        GuestFit fit =
                GuestFit.of(
                        RULES,
                        new GuestSystem("CentOS 6.0", GuestArchitecture.X64, "3.1"),
                        4,
                        hosts("r2 unstated r2 esx"));
        assertThat(fit.sorts())
                .extracting(sort -> sort.hosts().stream().map(HostId::value).toList())
                .containsExactly(List.of("host-0", "host-2"), List.of("host-3"));
    }
}
