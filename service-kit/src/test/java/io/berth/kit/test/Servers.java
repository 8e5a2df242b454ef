package io.berth.kit.test;

import java.nio.file.Path;
import org.testcontainers.DockerClientFactory;

/**
 * Where Kafka and PostgreSQL of the tests come from: containers of the images that people deploy
 * where a container engine answers, child processes otherwise. The tests are the same.
 *
 * <p>{@code BERTH_TEST_SERVERS=embedded} or {@code containers} decides instead of the engine;
 * {@code containers} without an engine fails, so that nobody takes one run for the other.
 */
interface Servers {
    /** Which servers to take, from the environment. */
    String CHOICE = "BERTH_TEST_SERVERS";

    /** Starts a broker and returns when it takes requests. */
    Broker broker();

    /** Starts a database server and returns when it takes connections. */
    Database database();

    /**
     * Chooses.
     *
     * @param folder for what child processes store
     * @throws IllegalArgumentException when the environment asks for something else
     */
    static Servers choose(Path folder) {
        String choice = System.getenv().getOrDefault(CHOICE, "auto");
        return switch (choice) {
            case "embedded" -> new EmbeddedServers(folder);
            case "containers" -> new ContainerServers();
            case "auto" ->
                    DockerClientFactory.instance().isDockerAvailable()
                            ? new ContainerServers()
                            : new EmbeddedServers(folder);
            default ->
                    throw new IllegalArgumentException(
                            CHOICE
                                    + " is \""
                                    + choice
                                    + "\"; allowed are auto, embedded and containers");
        };
    }
}
