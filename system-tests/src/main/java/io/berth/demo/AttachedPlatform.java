package io.berth.demo;

import io.berth.platform.ComponentName;
import io.berth.platform.InstallationKeys;
import io.berth.platform.PlatformClient;
import io.berth.platform.Role;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A platform that others run: known by its addresses alone, as a container sees the services of its
 * network. Nothing of it is started, stopped or killed.
 *
 * @param tokens of the installation
 */
record AttachedPlatform(
        String bootstrap,
        Map<ComponentName, String> urls,
        List<String> keyvaults,
        Tokens tokens,
        Path folder)
        implements Platform {
    private static final String BOOTSTRAP = "BERTH_DEMO_BOOTSTRAP";
    private static final String KEYVAULTS = "BERTH_DEMO_KEYVAULT_URLS";
    private static final String KEYS = "BERTH_DEMO_KEYS";
    private static final String FOLDER = "BERTH_DEMO_FOLDER";
    private static final Map<String, ComponentName> URLS =
            Map.of(
                    "BERTH_DEMO_INVENTORY_URL", ComponentName.INVENTORY,
                    "BERTH_DEMO_PLACEMENT_URL", ComponentName.PLACEMENT,
                    "BERTH_DEMO_MONITORING_URL", ComponentName.MONITORING,
                    "BERTH_DEMO_REPLICA_URL", ComponentName.REPLICA,
                    "BERTH_DEMO_SIMULATOR_URL", ComponentName.SIMULATOR);
    private static final Duration VALIDITY = Duration.ofHours(1);

    /** Who signs tokens. */
    @FunctionalInterface
    interface Tokens {
        /** One that is valid for an hour. */
        String token(Role role, String principal);
    }

    AttachedPlatform {
        urls = Map.copyOf(urls);
        keyvaults = List.copyOf(keyvaults);
    }

    /**
     * What the environment names; empty when it names no broker, so that a platform of this machine
     * is meant.
     *
     * @throws DemoException naming what is missing or wrong beside the broker
     */
    static Optional<AttachedPlatform> of(Map<String, String> environment) {
        if (value(environment, BOOTSTRAP) == null) {
            return Optional.empty();
        }
        List<String> missing =
                Stream.concat(URLS.keySet().stream(), Stream.of(KEYVAULTS, KEYS, FOLDER))
                        .filter(name -> value(environment, name) == null)
                        .sorted()
                        .toList();
        if (!missing.isEmpty()) {
            throw new DemoException(
                    "%s is set, so a running platform is meant, but these are not: %s"
                            .formatted(BOOTSTRAP, String.join(", ", missing)));
        }
        Path keys = Path.of(required(environment, KEYS));
        if (!Files.isReadable(keys.resolve("token-signing.key"))
                || !Files.isReadable(keys.resolve("token-signing.pub"))) {
            throw new DemoException(
                    "%s is %s, which does not hold a readable token-signing.key and .pub of the installation"
                            .formatted(KEYS, keys));
        }
        InstallationKeys signer = InstallationKeys.loadOrCreate(keys);
        Map<ComponentName, String> urls = new HashMap<>();
        URLS.forEach((name, service) -> urls.put(service, url(name, required(environment, name))));
        return Optional.of(
                new AttachedPlatform(
                        required(environment, BOOTSTRAP),
                        urls,
                        Arrays.stream(required(environment, KEYVAULTS).split(","))
                                .map(url -> url(KEYVAULTS, url.strip()))
                                .toList(),
                        (role, principal) -> signer.token(role, principal, VALIDITY),
                        Path.of(required(environment, FOLDER))));
    }

    private static String url(String name, String text) {
        try {
            URI uri = URI.create(text);
            if (uri.getScheme() != null && uri.getHost() != null) {
                return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
            }
        } catch (IllegalArgumentException notEvenSyntax) {
            throw new DemoException(notUrl(name, text), notEvenSyntax);
        }
        throw new DemoException(notUrl(name, text));
    }

    private static String notUrl(String name, String text) {
        return "%s is \"%s\"; needed is an address such as http://inventory:8080"
                .formatted(name, text);
    }

    private static @Nullable String value(Map<String, String> environment, String name) {
        String value = environment.get(name);
        return value == null || value.isBlank() ? null : value.strip();
    }

    private static String required(Map<String, String> environment, String name) {
        String value = value(environment, name);
        if (value == null) {
            throw new DemoException(name + " is not set");
        }
        return value;
    }

    @Override
    public String url(ComponentName service) {
        String url = urls.get(service);
        if (url == null) {
            throw new DemoException("nobody said where " + service + " is");
        }
        return url;
    }

    @Override
    public String token(Role role, String principal) {
        return tokens.token(role, principal);
    }

    @Override
    public Optional<PlatformClient> power() {
        return Optional.empty();
    }
}
