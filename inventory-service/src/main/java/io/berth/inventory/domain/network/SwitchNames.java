package io.berth.inventory.domain.network;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.LogicalNetworkId;
import io.berth.contracts.inventory.VirtualSwitch;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Whether the virtual switches of hosts have the same names and carry the same networks. A VM that
 * moves to another node of its cluster is connected there to the switch of the same name: where
 * none is, it has no network. Names differ by case and by spaces, just as they do for a hypervisor.
 */
public final class SwitchNames {
    private SwitchNames() {}

    /** How switches of hosts differ. */
    public sealed interface Difference {
        /** In a sentence. */
        String text();

        /**
         * Some hosts have a switch of this name and others have none.
         *
         * @param similar other names on hosts without it that differ in case or spaces only
         */
        record Missing(
                String name, List<HostId> presentOn, List<HostId> missingOn, List<String> similar)
                implements Difference {
            /** Copies the lists. */
            public Missing {
                presentOn = List.copyOf(presentOn);
                missingOn = List.copyOf(missingOn);
                similar = List.copyOf(similar);
            }

            @Override
            public String text() {
                return "Switch '%s' is on %s and not on %s%s."
                        .formatted(
                                name,
                                names(presentOn),
                                names(missingOn),
                                similar.isEmpty()
                                        ? ""
                                        : ", where '" + String.join("', '", similar) + "' is");
            }
        }

        /**
         * A host has several switches of one name.
         *
         * @param count how many
         */
        record Repeated(HostId host, String name, int count) implements Difference {
            @Override
            public String text() {
                return "Host %s has %d switches '%s'.".formatted(host, count, name);
            }
        }

        /** Switches of one name carry a network on some hosts and not on others. */
        record NetworkMissing(
                String name,
                LogicalNetworkId network,
                List<HostId> presentOn,
                List<HostId> missingOn)
                implements Difference {
            /** Copies the lists. */
            public NetworkMissing {
                presentOn = List.copyOf(presentOn);
                missingOn = List.copyOf(missingOn);
            }

            @Override
            public String text() {
                return "Switch '%s' carries network %s on %s and not on %s."
                        .formatted(name, network, names(presentOn), names(missingOn));
            }
        }
    }

    /**
     * All differences, by name of the switch; none for fewer than two hosts, unless a host repeats
     * a name. Takes time in proportion to the names times the hosts.
     */
    public static List<Difference> compare(Map<HostId, List<VirtualSwitch>> hosts) {
        List<Difference> differences = new ArrayList<>();
        TreeSet<HostId> ids = new TreeSet<>(hosts.keySet());
        TreeMap<String, TreeMap<HostId, Set<LogicalNetworkId>>> byName = new TreeMap<>();
        for (HostId host : ids) {
            Map<String, Integer> counts = new TreeMap<>();
            for (VirtualSwitch one : hosts.getOrDefault(host, List.of())) {
                counts.merge(one.name(), 1, Integer::sum);
                byName.computeIfAbsent(one.name(), name -> new TreeMap<>())
                        .computeIfAbsent(host, id -> new HashSet<>())
                        .addAll(one.networks());
            }
            counts.forEach((name, count) -> {
                if (count > 1) {
                    differences.add(new Difference.Repeated(host, name, count));
                }
            });
        }
        byName.forEach((name, present) -> {
            List<HostId> missing = ids.stream().filter(host -> !present.containsKey(host)).toList();
            if (!missing.isEmpty()) {
                differences.add(
                        new Difference.Missing(
                                name,
                                List.copyOf(present.keySet()),
                                missing,
                                similar(name, missing, hosts)));
            }
            differences.addAll(networks(name, present));
        });
        return differences;
    }

    private static List<Difference> networks(
            String name, TreeMap<HostId, Set<LogicalNetworkId>> present) {
        List<Difference> differences = new ArrayList<>();
        TreeSet<LogicalNetworkId> all = new TreeSet<>();
        present.values().forEach(all::addAll);
        for (LogicalNetworkId network : all) {
            Map<Boolean, List<HostId>> split =
                    present.entrySet().stream()
                            .collect(
                                    Collectors.partitioningBy(
                                            entry -> entry.getValue().contains(network),
                                            Collectors.mapping(
                                                    Map.Entry::getKey, Collectors.toList())));
            List<HostId> without = split.getOrDefault(false, List.of());
            if (!without.isEmpty()) {
                differences.add(
                        new Difference.NetworkMissing(
                                name, network, split.getOrDefault(true, List.of()), without));
            }
        }
        return differences;
    }

    private static List<String> similar(
            String name, List<HostId> without, Map<HostId, List<VirtualSwitch>> hosts) {
        return without.stream()
                .flatMap(host -> hosts.getOrDefault(host, List.of()).stream())
                .map(VirtualSwitch::name)
                .filter(other -> folded(other).equals(folded(name)))
                .distinct()
                .sorted()
                .toList();
    }

    private static String folded(String name) {
        return name.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
    }

    private static String names(List<HostId> hosts) {
        return hosts.stream().map(HostId::value).collect(Collectors.joining(", "));
    }
}
