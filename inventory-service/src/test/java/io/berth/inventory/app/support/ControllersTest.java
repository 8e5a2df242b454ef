package io.berth.inventory.app.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.inventory.Bmc;
import io.berth.contracts.inventory.BmcProtocol;
import io.berth.contracts.inventory.HostHardware;
import io.berth.inventory.domain.HostBuild;
import io.berth.inventory.domain.HostDraft;
import io.berth.inventory.domain.HostSize;
import io.berth.inventory.domain.Located;
import io.berth.inventory.domain.ReserveOverride;
import io.berth.inventory.domain.support.SupportRefusal;
import io.berth.inventory.rulebook.Rulebook;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A controller whose protocol the rulebook does not accept is refused where its host is defined.
 */
class ControllersTest {
    @TempDir Path directory;

    private static HostBuild build(@Nullable BmcProtocol protocol) {
        return new HostBuild(
                new HostSize(16, new MiB(65_536)),
                null,
                new HostHardware(
                        false,
                        null,
                        null,
                        null,
                        null,
                        List.of(),
                        List.of(),
                        protocol == null ? null : new Bmc(protocol, "10.0.0.9"),
                        List.of()));
    }

    @ParameterizedTest
    @EnumSource
    void thePackagedRulesAcceptAllThatBerthSpeaks(BmcProtocol protocol) {
        Controllers controllers = new Controllers(Rulebook.load(Optional.empty()));
        assertThat(controllers.refusals(build(protocol))).isEmpty();
    }

    @Test
    void whatAnAdministratorTookOutIsRefusedWithTheList() throws Exception {
        Files.writeString(
                directory.resolve("bmc.yaml"),
                """
                protocols:
                  - protocol: IPMI_2_0
                    name: IPMI 2.0
                  - protocol: REDFISH
                    name: Redfish
                """);
        Controllers controllers = new Controllers(Rulebook.load(Optional.of(directory)));
        assertThat(controllers.refusals(build(BmcProtocol.REDFISH))).isEmpty();
        assertThat(controllers.refusals(build(null))).isEmpty();
        assertThat(controllers.refusals(HostBuild.of(new HostSize(1, new MiB(1))))).isEmpty();
        assertThat(
                        controllers.refusals(
                                List.of(
                                        new HostDraft(
                                                new HostId("a"),
                                                build(BmcProtocol.IPMI_2_0),
                                                ReserveOverride.NONE,
                                                false),
                                        new HostDraft(
                                                new HostId("b"),
                                                build(BmcProtocol.ILO_2),
                                                ReserveOverride.NONE,
                                                false)),
                                "/hosts"))
                .containsExactly(
                        new Located(
                                "/hosts/1/hardware/bmc/protocol",
                                new SupportRefusal.BmcNotAccepted(
                                        "ILO_2", List.of("IPMI 2.0", "Redfish"))));
    }
}
