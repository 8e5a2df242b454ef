package io.berth.monitoring.config;

import io.berth.monitoring.domain.kvp.GuestServices;
import io.berth.monitoring.domain.kvp.KvpBounds;
import io.berth.monitoring.domain.kvp.ServicesRule;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;

/** What key-value pairs are judged by. */
@Singleton
public class KvpRules {
    private static final String FILE = "/rulebook/guest-components.properties";

    /** Bounds for what guests may make the service keep. */
    @Produces
    @Singleton
    KvpBounds bounds(MonitoringConfig config) {
        MonitoringConfig.Kvp kvp = config.kvp();
        return new KvpBounds(
                kvp.maxKeysPerVm(),
                kvp.maxUnknownVms(),
                kvp.historyPerKey(),
                kvp.historyPerVm(),
                kvp.historyFor(),
                kvp.eventsPerHour());
    }

    /**
     * The guest rules, as far as a guest shows whether it keeps them.
     *
     * @throws IllegalStateException naming the file when it cannot be understood
     */
    @Produces
    @Startup
    @Singleton
    GuestServices services() {
        return new GuestServices(read());
    }

    /**
     * Reads the file of the guest rules.
     *
     * @throws IllegalStateException naming the file when it cannot be understood
     */
    public static ServicesRule read() {
        Properties file = new Properties();
        try (InputStream in =
                        Objects.requireNonNull(KvpRules.class.getResourceAsStream(FILE), FILE);
                Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
            file.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(FILE, e);
        }
        Map<String, List<String>> guests = new HashMap<>();
        for (String version : file.stringPropertyNames()) {
            guests.put(
                    version,
                    Arrays.stream(file.getProperty(version).split(","))
                            .map(String::strip)
                            .toList());
        }
        try {
            return new ServicesRule(guests);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(FILE + ": " + e.getMessage(), e);
        }
    }
}
