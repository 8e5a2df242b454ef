package io.berth.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Inventory judges guests when a VM is defined, placement judges their processors for each host. No
 * service reads another's files, so each has what it needs of the rules, and here they are held
 * against each other.
 */
class GuestRulesAgreeTest {
    private static final Path INVENTORY =
            Yaml.ROOT.resolve("inventory-service/src/main/resources/rulebook/guests.yaml");
    private static final Path PLACEMENT =
            Yaml.ROOT.resolve(
                    "placement-service/src/main/resources/rulebook/guest-limits.properties");

    /**
     * A bound on virtual processors.
     *
     * @param guest without spaces, in lower case
     * @param wholeName whether that is the whole name, or a part of it
     * @param architecture empty for any
     * @param products hosts on which it holds; empty for all with Hyper-V
     */
    private record Limit(
            String guest,
            boolean wholeName,
            String architecture,
            Set<String> products,
            String maxVcpus) {}

    @Test
    void bothBoundTheSameGuestsOnTheSameHostsAlike() throws IOException {
        assertThat(ofPlacement()).isNotEmpty().isEqualTo(ofInventory());
    }

    private static Set<Limit> ofInventory() {
        Map<String, Object> file = Yaml.read(INVENTORY);
        Set<Limit> limits = new HashSet<>();
        for (Object component : Yaml.list(file.get("components"))) {
            for (Object listed : Yaml.list(Yaml.map(component).get("guests"))) {
                Map<String, Object> guest = Yaml.map(listed);
                if (guest.containsKey("maxVcpus")) {
                    for (String name : Yaml.texts(guest.get("names"))) {
                        limits.add(
                                new Limit(
                                        plain(name),
                                        true,
                                        architecture(Yaml.texts(guest.get("architectures"))),
                                        Set.of(),
                                        String.valueOf(guest.get("maxVcpus"))));
                    }
                }
            }
        }
        for (Object rule : Yaml.list(file.get("singleProcessor"))) {
            Map<String, Object> single = Yaml.map(rule);
            Set<String> products =
                    Yaml.list(single.get("hosts")).stream()
                            .flatMap(host -> Yaml.texts(Yaml.map(host).get("products")).stream())
                            .map(GuestRulesAgreeTest::plain)
                            .collect(Collectors.toSet());
            for (String name : Yaml.texts(file.get("linuxNames"))) {
                limits.add(
                        new Limit(
                                plain(name),
                                false,
                                String.valueOf(single.get("architecture")),
                                products,
                                String.valueOf(single.get("maxVcpus"))));
            }
        }
        return limits;
    }

    private static Set<Limit> ofPlacement() throws IOException {
        Properties file = new Properties();
        try (Reader reader = Files.newBufferedReader(PLACEMENT)) {
            file.load(reader);
        }
        Set<Limit> limits = new HashSet<>();
        for (String key : file.stringPropertyNames()) {
            if (key.endsWith(".guests")) {
                String rule = key.substring(0, key.length() - "guests".length());
                for (String name : file.getProperty(key).split(",", -1)) {
                    limits.add(
                            new Limit(
                                    plain(name),
                                    Boolean.parseBoolean(file.getProperty(rule + "whole-names")),
                                    file.getProperty(rule + "architecture", ""),
                                    Stream.of(
                                                    file.getProperty(rule + "products", "")
                                                            .split(",", -1))
                                            .map(GuestRulesAgreeTest::plain)
                                            .filter(product -> !product.isEmpty())
                                            .collect(Collectors.toSet()),
                                    file.getProperty(rule + "max-vcpus")));
                }
            }
        }
        return limits;
    }

    /** A list of both architectures says as much as none. */
    private static String architecture(List<String> listed) {
        return listed.size() == 1 ? listed.getFirst() : "";
    }

    private static String plain(String name) {
        return name.replaceAll("\\s+", "").toLowerCase(Locale.ROOT);
    }
}
