package io.berth.kit.test;

import io.berth.platform.EmbeddedKafka;
import io.berth.platform.EmbeddedPostgres;
import io.berth.platform.Ports;
import java.nio.file.Path;

/** Kafka and PostgreSQL as child processes of this JVM. */
final class EmbeddedServers implements Servers {
    private final Path folder;

    EmbeddedServers(Path folder) {
        this.folder = folder;
    }

    @Override
    public Broker broker() {
        return new Process(
                EmbeddedKafka.start(folder.resolve("kafka"), Ports.free(), Ports.free()));
    }

    @Override
    public Database database() {
        return new Server(EmbeddedPostgres.start(folder.resolve("postgres"), Ports.free()));
    }

    @Override
    public String toString() {
        return "embedded, as child processes";
    }

    private record Process(EmbeddedKafka kafka) implements Broker {
        @Override
        public String bootstrap() {
            return kafka.bootstrap();
        }

        @Override
        public void kill() {
            kafka.kill();
        }

        @Override
        public void pause() {
            kafka.pause();
        }

        @Override
        public void resume() {
            kafka.resume();
        }

        @Override
        public void restart() {
            kafka.restart();
        }

        @Override
        public void close() {
            kafka.close();
        }
    }

    private record Server(EmbeddedPostgres postgres) implements Database {
        @Override
        public String jdbcUrl(String database) {
            return postgres.jdbcUrl(database);
        }

        @Override
        public void createDatabase(String name, String role, String password) {
            postgres.createDatabase(name, role, password);
        }

        @Override
        public void stop() {
            postgres.stop();
        }

        @Override
        public void restart() {
            postgres.restart();
        }

        @Override
        public void close() {
            postgres.close();
        }
    }
}
