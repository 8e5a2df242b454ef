package io.berth.kit.test;

import com.github.dockerjava.api.DockerClient;
import io.berth.platform.Databases;
import io.berth.platform.Ports;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.awaitility.Awaitility;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.utility.DockerImageName;

/**
 * Kafka and PostgreSQL from the images of {@code docker-compose.yml}, each published on a fixed
 * port of 127.0.0.1, so that the address outlives a restart of the container.
 */
final class ContainerServers implements Servers {
    private static final DockerImageName KAFKA = DockerImageName.parse("apache/kafka:4.1.1");
    private static final DockerImageName POSTGRES = DockerImageName.parse("postgres:17");
    private static final Duration START = Duration.ofMinutes(2);

    private static final String KAFKA_SETTINGS = "/tmp/server.properties";

    /** The image's own entry point does not start a second time with what it stored. */
    private static final String KAFKA_START =
            """
            java -cp '/opt/kafka/libs/*' kafka.tools.StorageTool format --ignore-formatted \
              -t 5L6g3nShT-eMCtK--X86sw -c %1$s
            exec java -Xmx512m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 \
              -cp '/opt/kafka/libs/*' kafka.Kafka %1$s
            """
                    .formatted(KAFKA_SETTINGS);

    @Override
    public Broker broker() {
        int port = Ports.free();
        GenericContainer<?> container =
                published(new GenericContainer<>(KAFKA), port, 9092)
                        .withCopyToContainer(Transferable.of(kafkaSettings(port)), KAFKA_SETTINGS)
                        .withCreateContainerCmdModifier(create ->
                                create.withEntrypoint("bash", "-ceu", KAFKA_START).withCmd())
                        .waitingFor(Wait.forListeningPort())
                        .withStartupTimeout(START);
        container.start();
        KafkaContainer broker = new KafkaContainer(container, "127.0.0.1:" + port);
        broker.awaitAnswer();
        return broker;
    }

    @Override
    public Database database() {
        int port = Ports.free();
        String password = UUID.randomUUID().toString();
        GenericContainer<?> container =
                published(new GenericContainer<>(POSTGRES), port, 5432)
                        .withEnv("POSTGRES_PASSWORD", password)
                        .withCommand("postgres", "-c", "max_connections=200")
                        .waitingFor(
                                Wait.forLogMessage(
                                        ".*database system is ready to accept connections.*", 2))
                        .withStartupTimeout(START);
        container.start();
        PostgresContainer server = new PostgresContainer(container, "127.0.0.1:" + port, password);
        server.awaitAnswer();
        return server;
    }

    @Override
    public String toString() {
        return "containers of %s and %s (engine %s)"
                .formatted(KAFKA, POSTGRES, DockerClientFactory.instance().getActiveApiVersion());
    }

    private static GenericContainer<?> published(
            GenericContainer<?> container, int port, int inside) {
        container.setPortBindings(List.of("127.0.0.1:%d:%d".formatted(port, inside)));
        return container;
    }

    /** As the embedded broker; clients come in at the published port. */
    private static String kafkaSettings(int port) {
        return """
        process.roles=broker,controller
        node.id=1
        controller.quorum.voters=1@localhost:9093
        listeners=CLIENT://:9092,BROKER://localhost:9094,CONTROLLER://localhost:9093
        advertised.listeners=CLIENT://127.0.0.1:%d,BROKER://localhost:9094
        listener.security.protocol.map=CLIENT:PLAINTEXT,BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT
        inter.broker.listener.name=BROKER
        controller.listener.names=CONTROLLER
        log.dirs=/tmp/kafka-data
        auto.create.topics.enable=false
        offsets.topic.replication.factor=1
        offsets.topic.num.partitions=6
        transaction.state.log.replication.factor=1
        transaction.state.log.min.isr=1
        share.coordinator.state.topic.replication.factor=1
        share.coordinator.state.topic.min.isr=1
        group.initial.rebalance.delay.ms=0
        # A killed broker may register again only when its old session has run out.
        broker.session.timeout.ms=5000
        broker.heartbeat.interval.ms=1000
        """
                .formatted(port);
    }

    private record KafkaContainer(GenericContainer<?> container, String bootstrap)
            implements Broker {
        @Override
        public void kill() {
            client().killContainerCmd(container.getContainerId()).exec();
        }

        @Override
        public void pause() {
            client().pauseContainerCmd(container.getContainerId()).exec();
        }

        @Override
        public void resume() {
            client().unpauseContainerCmd(container.getContainerId()).exec();
        }

        @Override
        public void restart() {
            client().restartContainerCmd(container.getContainerId()).exec();
            awaitAnswer();
        }

        void awaitAnswer() {
            Map<String, Object> settings =
                    Map.of(
                            AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                            bootstrap,
                            AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                            (int) START.toMillis());
            try (Admin admin = Admin.create(settings)) {
                var _ = admin.describeCluster().nodes().get(START.toSeconds(), TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException e) {
                throw new IllegalStateException("Kafka at " + bootstrap + " does not answer", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        }

        @Override
        public void close() {
            container.stop();
        }
    }

    private record PostgresContainer(GenericContainer<?> container, String address, String password)
            implements Database {
        @Override
        public String jdbcUrl(String database) {
            return "jdbc:postgresql://" + address + "/" + database;
        }

        @Override
        public void createDatabase(String name, String role, String rolePassword) {
            new Databases(address, password).create(name, role, rolePassword);
        }

        @Override
        public void stop() {
            client().stopContainerCmd(container.getContainerId()).exec();
        }

        @Override
        public void restart() {
            client().restartContainerCmd(container.getContainerId()).exec();
            awaitAnswer();
        }

        void awaitAnswer() {
            Databases databases = new Databases(address, password);
            Awaitility.await()
                    .atMost(START)
                    .ignoreExceptionsInstanceOf(SQLException.class)
                    .untilAsserted(databases::ping);
        }

        @Override
        public void close() {
            container.stop();
        }
    }

    private static DockerClient client() {
        return DockerClientFactory.instance().client();
    }
}
