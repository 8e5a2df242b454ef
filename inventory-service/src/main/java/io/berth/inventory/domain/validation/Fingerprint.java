package io.berth.inventory.domain.validation;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.inventory.ClusterState;
import io.berth.contracts.inventory.HostHardware;
import io.berth.contracts.inventory.HostState;
import io.berth.contracts.inventory.Hypervisor;
import io.berth.contracts.inventory.NetworkAdapter;
import io.berth.contracts.inventory.Processor;
import io.berth.contracts.inventory.VirtualSwitch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a validation holds for: nodes with hypervisor, hardware, adapters and switches, volumes and
 * arrays, each in words. As long as inventory has the same, the answer stands; the words tell what
 * changed. Reserves, maintenance, node order and the like are not part of it.
 *
 * @param parts by name
 */
public record Fingerprint(Map<String, String> parts) {
    /** Something that is not as it was validated. */
    public record Change(String what, @Nullable String before, @Nullable String now) {}

    /** Sorts and copies. */
    public Fingerprint {
        parts = Collections.unmodifiableSortedMap(new TreeMap<>(parts));
    }

    /** Of what inventory has now. */
    public static Fingerprint of(
            ClusterState cluster,
            List<HostState> hosts,
            List<Volume> volumes,
            List<ReservationFigure> reservations) {
        Map<String, String> parts = new TreeMap<>();
        parts.put(
                "nodes",
                cluster.nodes().stream()
                        .map(HostId::value)
                        .sorted()
                        .collect(Collectors.joining(", ")));
        for (HostState host : hosts) {
            String prefix = "node " + host.host() + ": ";
            Hypervisor hypervisor = host.hypervisor();
            if (hypervisor != null) {
                parts.put(prefix + "hypervisor", text(hypervisor));
            }
            HostHardware hardware = host.hardware();
            if (hardware != null) {
                hardware(prefix, hardware, parts);
            }
            parts.put(prefix + "size", "%d cores, %s".formatted(host.cores(), host.memory()));
        }
        for (Volume volume : volumes) {
            parts.put("volume " + volume.csv(), volume.about());
        }
        for (ReservationFigure figure : reservations) {
            parts.put(
                    "array " + figure.array(),
                    "%d of %d reservations needed".formatted(figure.needed(), figure.limit()));
        }
        return new Fingerprint(parts);
    }

    private static void hardware(String prefix, HostHardware hardware, Map<String, String> parts) {
        Processor processor = hardware.processor();
        if (processor != null) {
            parts.put(
                    prefix + "processor",
                    SystemTests.text(processor)
                            + " with "
                            + String.join(" ", new TreeSet<>(processor.features())));
        }
        for (NetworkAdapter adapter : hardware.adapters()) {
            parts.put(
                    prefix + "adapter " + adapter.name(),
                    "%d Mbit/s with %s"
                            .formatted(
                                    adapter.speedMbit(),
                                    adapter.offloads().stream()
                                            .sorted()
                                            .map(Enum::name)
                                            .collect(Collectors.joining(" "))));
        }
        for (VirtualSwitch each : hardware.switches()) {
            parts.put(
                    prefix + "switch " + each.name(),
                    "on %s for %s"
                            .formatted(
                                    Objects.requireNonNullElse(each.adapter(), "no adapter"),
                                    each.networks().stream()
                                            .map(network -> network.value())
                                            .sorted()
                                            .collect(Collectors.joining(" "))));
        }
        parts.put(prefix + "machine", hardware.virtual() ? "virtual" : "physical");
        parts.put(
                prefix + "certified for",
                String.join(", ", new TreeSet<>(hardware.certifiedFor())));
    }

    private static String text(Hypervisor hypervisor) {
        return Stream.of(
                        hypervisor.kind().name(),
                        hypervisor.product(),
                        hypervisor.version(),
                        hypervisor.edition(),
                        hypervisor.installation(),
                        hypervisor.servicePack() == null ? null : "SP" + hypervisor.servicePack(),
                        hypervisor.managedBy())
                .filter(Objects::nonNull)
                .collect(Collectors.joining(" "));
    }

    /** What is not as it was here, in {@code now}; empty when all is. */
    public List<Change> changes(Fingerprint now) {
        List<Change> changes = new ArrayList<>();
        TreeSet<String> names = new TreeSet<>(parts.keySet());
        names.addAll(now.parts.keySet());
        for (String name : names) {
            String before = parts.get(name);
            String after = now.parts.get(name);
            if (!Objects.equals(before, after)) {
                changes.add(new Change(name, before, after));
            }
        }
        return changes;
    }
}
