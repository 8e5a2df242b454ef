package io.berth.placement.app;

import io.berth.contracts.inventory.GuestArchitecture;
import io.berth.contracts.inventory.ProcessorVendor;
import io.berth.placement.domain.policy.CommonFeatures;
import io.berth.placement.domain.policy.GuestLimits;
import io.berth.placement.domain.policy.Rulebook;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The data files that placement's rules are made of; what is in them is said in each of them. */
final class RulebookFiles {
    private static final String PROCESSORS = "/rulebook/processors.properties";
    private static final String GUESTS = "/rulebook/guest-limits.properties";

    private RulebookFiles() {}

    /**
     * @throws IllegalStateException naming file and entry when one cannot be understood
     */
    static Rulebook read() {
        return new Rulebook(guests(load(GUESTS)), processors(load(PROCESSORS)));
    }

    static CommonFeatures processors(Properties file) {
        Map<ProcessorVendor, Set<String>> common = new EnumMap<>(ProcessorVendor.class);
        for (String vendor : file.stringPropertyNames()) {
            try {
                common.put(
                        ProcessorVendor.valueOf(vendor),
                        Set.of(required(file, vendor).strip().split("\\s+")));
            } catch (IllegalArgumentException e) {
                throw faulty(PROCESSORS, vendor, e);
            }
        }
        return new CommonFeatures(common);
    }

    static GuestLimits guests(Properties file) {
        Set<String> rules = new TreeSet<>();
        file.stringPropertyNames()
                .forEach(key -> rules.add(key.substring(0, key.lastIndexOf('.'))));
        List<GuestLimits.Limit> limits = new ArrayList<>();
        for (String rule : rules) {
            try {
                String architecture = file.getProperty(rule + ".architecture");
                limits.add(
                        new GuestLimits.Limit(
                                names(required(file, rule + ".guests")),
                                Boolean.parseBoolean(required(file, rule + ".whole-names")),
                                architecture == null
                                        ? null
                                        : GuestArchitecture.valueOf(architecture),
                                names(file.getProperty(rule + ".products", "")),
                                Integer.parseInt(required(file, rule + ".max-vcpus"))));
            } catch (IllegalArgumentException e) {
                throw faulty(GUESTS, rule, e);
            }
        }
        return new GuestLimits(limits);
    }

    private static Set<String> names(String list) {
        return Arrays.stream(list.split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toSet());
    }

    private static String required(Properties file, String key) {
        String value = file.getProperty(key);
        if (value == null) {
            throw new IllegalArgumentException(key + " is missing");
        }
        return value;
    }

    private static IllegalStateException faulty(String file, String entry, Exception cause) {
        return new IllegalStateException(
                file + ", entry " + entry + ": " + cause.getMessage(), cause);
    }

    private static Properties load(String file) {
        Properties properties = new Properties();
        try (InputStream in =
                        Objects.requireNonNull(
                                RulebookFiles.class.getResourceAsStream(file), file);
                InputStreamReader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties;
    }
}
