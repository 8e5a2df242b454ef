package io.berth.simulator.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.CsvId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.RestartPriority;
import io.berth.contracts.inventory.VmSpec;
import io.berth.simulator.agent.HeldVm;
import io.berth.simulator.agent.HostDisk;
import io.berth.simulator.disks.SharedStorage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The disks of the fleet survive the simulator. */
class StateFileTest {
    private static final HostDefinition HOST =
            new HostDefinition(
                    new HostId("node-1"),
                    new DomainId("cluster"),
                    Set.of(new HostId("node-1"), new HostId("node-2")),
                    16,
                    new MiB(65_536),
                    true);
    private static final VmId VM = new VmId("vm");
    private static final HostDisk DISK =
            new HostDisk(
                    new BootId(3),
                    Map.of(VM, new Epoch(7), new VmId("gone"), new Epoch(2)),
                    Map.of(
                            VM,
                            new HeldVm(
                                    VM,
                                    new Epoch(7),
                                    new VmSpec(
                                            2,
                                            50,
                                            new MiB(1024),
                                            true,
                                            RestartPriority.HIGH,
                                            "apart"))));

    @TempDir Path folder;

    @Test
    void whatIsSavedIsLoaded() throws Exception {
        StateFile file = new StateFile(config("a/b/fleet.json"));
        file.content(() -> List.of(StateFile.SavedHost.of(HOST, DISK)));
        file.save().toCompletableFuture().get(10, TimeUnit.SECONDS);
        StateFile again = new StateFile(config("a/b/fleet.json"));
        assertThat(again.load())
                .singleElement()
                .satisfies(saved -> {
                    assertThat(saved.host()).isEqualTo(HOST);
                    assertThat(saved.disk()).isEqualTo(DISK);
                });
    }

    @Test
    void theFileOfAnOlderSimulatorIsUnderstood() throws Exception {
        Files.writeString(
                folder.resolve("old.json"),
                """
                {"version": 1, "hosts": [{
                  "host": {"id": "node-1", "domain": "cluster", "nodes": ["node-1"], "cores": 16,
                           "memoryMiB": 65536, "watchdog": true},
                  "boot": 3, "lowestAccepted": [], "vms": [], "replicas": [{"cycle": 12}]}]}
                """);
        assertThat(new StateFile(config("old.json")).load())
                .singleElement()
                .satisfies(saved -> assertThat(saved.boot().value()).isEqualTo(3));
    }

    @Test
    void whereDisksWereMovedToIsKept() throws Exception {
        SharedStorage.Place place = new SharedStorage.Place(VM, "system.vhd", new CsvId("csv-2"));
        StateFile file = new StateFile(config("fleet.json"));
        file.storage().put(place);
        file.save().toCompletableFuture().get(10, TimeUnit.SECONDS);
        StateFile again = new StateFile(config("fleet.json"));
        assertThat(again.load()).isEmpty();
        assertThat(again.storage().all()).containsExactly(place);
    }

    @Test
    void aFirstSimulatorBeginsWithoutHosts() {
        assertThat(new StateFile(config("none.json")).load()).isEmpty();
    }

    @Test
    void aFileThatIsNotUnderstoodIsRefusedAndNotReplaced() throws Exception {
        Path broken = folder.resolve("broken.json");
        Files.writeString(broken, "{\"version\": 1, \"hosts\": [");
        StateFile file = new StateFile(config("broken.json"));
        assertThatThrownBy(file::load)
                .hasMessageContaining("broken.json")
                .hasMessageContaining("move");
        Files.writeString(broken, "{\"version\": 2, \"hosts\": []}");
        assertThatThrownBy(file::load).hasRootCauseMessage("version 2 is not understood, only 1");
    }

    private SimulatorConfig config(String name) {
        Path state = folder.resolve(name);
        return new SimulatorConfig() {
            @Override
            public Optional<String> topicPrefix() {
                return Optional.empty();
            }

            @Override
            public Simulator simulator() {
                return new Simulator() {
                    @Override
                    public Path state() {
                        return state;
                    }

                    @Override
                    public Duration powerOnDelay() {
                        return Duration.ZERO;
                    }

                    @Override
                    public long seed() {
                        return 1;
                    }

                    @Override
                    public int threads() {
                        return 1;
                    }

                    @Override
                    public Duration kvpInterval() {
                        return Duration.ofMinutes(1);
                    }

                    @Override
                    public long diskSize() {
                        return 4 << 20;
                    }

                    @Override
                    public Duration diskWriteInterval() {
                        return Duration.ofSeconds(1);
                    }

                    @Override
                    public Optional<Path> kerberosKeytab() {
                        return Optional.empty();
                    }

                    @Override
                    public Optional<String> kerberosRealm() {
                        return Optional.empty();
                    }

                    @Override
                    public long moveMibPerSecond() {
                        return 400;
                    }

                    @Override
                    public Duration diskLoadInterval() {
                        return Duration.ofSeconds(20);
                    }
                };
            }
        };
    }
}
