package io.berth.platform;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where an installation's files are.
 *
 * @param root of the project: the services' built programs
 * @param home the state folder: data, logs, keys and what is running
 */
public record Installation(Path root, Path home) {
    /** Makes both absolute. */
    public Installation {
        root = root.toAbsolutePath().normalize();
        home = home.toAbsolutePath().normalize();
    }

    /**
     * The installation that the environment names: {@code BERTH_ROOT} (the launcher sets it; else
     * the nearest folder above the working directory that holds the launcher) and {@code
     * BERTH_HOME} (else {@code .berth} in the root).
     */
    public static Installation locate() {
        return locate(System.getenv(), Path.of(""));
    }

    static Installation locate(Map<String, String> environment, Path workingDirectory) {
        String root = environment.get("BERTH_ROOT");
        Path project = root == null ? nearestProject(workingDirectory) : Path.of(root);
        String home = environment.get("BERTH_HOME");
        return new Installation(
                project,
                home == null || home.isBlank() ? project.resolve(".berth") : Path.of(home));
    }

    private static Path nearestProject(Path start) {
        Path folder = start.toAbsolutePath().normalize();
        while (folder != null) {
            if (Files.exists(folder.resolve("berth"))
                    && Files.isDirectory(folder.resolve("contracts"))) {
                return folder;
            }
            folder = folder.getParent();
        }
        return start;
    }

    /** What Kafka stored. */
    public Path kafkaData() {
        return home.resolve("data").resolve("kafka");
    }

    /** What PostgreSQL stored. */
    public Path postgresData() {
        return home.resolve("data").resolve("postgres");
    }

    /** PostgreSQL's programs, unpacked at the first start. */
    public Path postgresPrograms() {
        return home.resolve("lib").resolve("postgres");
    }

    /** The log of a component, or of the supervisor under its own name. */
    public Path log(String name) {
        return home.resolve("logs").resolve(name + ".log");
    }

    /** Keys and passwords; owner only. */
    public Path keys() {
        return home.resolve("keys");
    }

    /** The key vault's root key, which the vault makes itself at its first start. */
    public Path keyvaultRootKey() {
        return keys().resolve("keyvault").resolve("root.key");
    }

    /**
     * The key vault's backups, in a folder that the vault makes itself; apart from its root key.
     */
    public Path keyvaultBackups() {
        return home.resolve("backups").resolve("keyvault");
    }

    /** The token with which inventory speaks to the key vault. */
    public Path inventoryToken() {
        return keys().resolve("inventory.token");
    }

    /** The token with which monitoring asks placement for advice. */
    public Path monitoringToken() {
        return keys().resolve("monitoring.token");
    }

    /** The token with which the simulator enrols its hosts, as an administrator. */
    public Path simulatorToken() {
        return keys().resolve("simulator.token");
    }

    /** The secrets that sign what webhooks are sent, one file each; put there by people. */
    public Path webhookSecrets() {
        return keys().resolve("webhooks");
    }

    /** What is running; owner only. */
    public Path run() {
        return home.resolve("run");
    }
}
