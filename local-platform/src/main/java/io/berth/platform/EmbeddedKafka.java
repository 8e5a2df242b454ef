package io.berth.platform;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/**
 * One Kafka broker with its controller (KRaft) as a child process that listens on 127.0.0.1 only.
 * What it stored outlives it. The child does not outlive this JVM.
 */
public final class EmbeddedKafka implements AutoCloseable {
    /** A cold start on a busy two-core machine takes some 10 s. */
    private static final Duration START_TIMEOUT = Duration.ofSeconds(90);

    private static final int ANSWER_MILLIS = 2_000;
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(20);

    private final Settings settings;
    private Process process;

    /**
     * How a broker runs.
     *
     * @param dataDir of this broker alone
     * @param log the broker's own log, appended to
     * @param jvmFlags of the child
     */
    public record Settings(
            Path dataDir, int port, int controllerPort, Path log, List<String> jvmFlags) {
        /** Small: 256 MiB of heap serve what one machine can simulate. */
        public static final List<String> SMALL_JVM =
                List.of(
                        "-Xmx256m",
                        "-Xss512k",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xshare:auto");

        /** Copies the list. */
        public Settings {
            jvmFlags = List.copyOf(jvmFlags);
        }
    }

    private EmbeddedKafka(Settings settings) {
        this.settings = settings;
        this.process = launch(settings);
    }

    /**
     * Starts a broker and returns when it takes requests. Its log is {@code kafka.log} in the data
     * folder.
     *
     * @throws PlatformException when a port is taken or the broker does not come up
     */
    public static EmbeddedKafka start(Path dataDir, int port, int controllerPort) {
        return start(
                new Settings(
                        dataDir,
                        port,
                        controllerPort,
                        dataDir.resolve("kafka.log"),
                        Settings.SMALL_JVM));
    }

    /** As {@link #start(Path, int, int)} with everything said. */
    public static EmbeddedKafka start(Settings settings) {
        return new EmbeddedKafka(settings);
    }

    /** {@code 127.0.0.1:port}. */
    public String bootstrap() {
        return "127.0.0.1:" + settings.port();
    }

    /** The broker's process. */
    public ProcessHandle process() {
        return process.toHandle();
    }

    /** Whether the process lives; a paused one does. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Whether it answers a request within 2 s. */
    public boolean answers() {
        Properties properties = new Properties();
        properties.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap());
        properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_MILLIS);
        properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_MILLIS);
        Admin admin = Admin.create(properties);
        try {
            return !admin.describeCluster()
                    .nodes()
                    .get(ANSWER_MILLIS, TimeUnit.MILLISECONDS)
                    .isEmpty();
        } catch (ExecutionException | TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            // Closing waits for requests in flight otherwise, and a frozen broker answers none.
            admin.close(Duration.ZERO);
        }
    }

    /** Stops it in an orderly way, by force only when it does not end within 20 s. */
    public void stop() {
        Children.stop(process, STOP_TIMEOUT);
    }

    /** Ends it as a power cut of its machine would, but for what the system has already taken. */
    public void kill() {
        Children.kill(process);
    }

    /** Freezes it. */
    public void pause() {
        Signals.pause(process.toHandle());
    }

    /** Lets it go on. */
    public void resume() {
        Signals.resume(process.toHandle());
    }

    /** Stops it if it runs, and starts it again with what it stored. */
    public void restart() {
        stop();
        process = launch(settings);
    }

    @Override
    public void close() {
        stop();
    }

    private static Process launch(Settings settings) {
        Ports.requireFree(settings.port(), "Kafka");
        Ports.requireFree(settings.controllerPort(), "Kafka's controller");
        Path config = writeConfig(settings);
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(settings.jvmFlags());
        command.add("-Dorg.slf4j.simpleLogger.showDateTime=true");
        command.add("-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd'T'HH:mm:ss.SSSXXX");
        command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");
        command.add("-Dorg.slf4j.simpleLogger.log.kafka.server=info");
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(KafkaMain.class.getName());
        command.add(config.toString());
        Process process;
        try {
            Files.createDirectories(settings.log().toAbsolutePath().resolveSibling(""));
            process =
                    new ProcessBuilder(command)
                            .redirectError(
                                    ProcessBuilder.Redirect.appendTo(settings.log().toFile()))
                            .start();
        } catch (IOException e) {
            throw new PlatformException("Cannot start Kafka: " + e.getMessage(), e);
        }
        OrphanGuard.attach(process.toHandle());
        awaitReady(process, settings.log());
        return process;
    }

    private static void awaitReady(Process process, Path log) {
        FutureTask<Boolean> firstLine =
                new FutureTask<>(() -> {
                    BufferedReader output =
                            new BufferedReader(
                                    new InputStreamReader(
                                            process.getInputStream(), StandardCharsets.UTF_8));
                    return KafkaMain.READY.equals(output.readLine());
                });
        Thread.ofVirtual().name("kafka-start").start(firstLine);
        String problem;
        try {
            if (firstLine.get(START_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
            problem = "ended while starting";
        } catch (TimeoutException e) {
            problem = "was not ready after " + START_TIMEOUT.toSeconds() + " s";
        } catch (ExecutionException e) {
            problem = "could not be watched: " + e.getCause();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            problem = "was not awaited: interrupted";
        }
        Children.kill(process);
        throw new PlatformException("Kafka " + problem + ". Its log is " + log + ".");
    }

    private static Path writeConfig(Settings settings) {
        Path file = settings.dataDir().resolve("server.properties");
        OwnerOnly.folder(settings.dataDir());
        try (Writer writer = Files.newBufferedWriter(file)) {
            properties(settings).store(writer, "Written at every start");
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + file, e);
        }
        return file;
    }

    private static Properties properties(Settings settings) {
        String client = "PLAINTEXT://127.0.0.1:" + settings.port();
        String controller = "127.0.0.1:" + settings.controllerPort();
        Properties p = new Properties();
        p.setProperty("process.roles", "broker,controller");
        p.setProperty("node.id", "1");
        p.setProperty("controller.quorum.voters", "1@" + controller);
        p.setProperty("listeners", client + ",CONTROLLER://" + controller);
        p.setProperty("advertised.listeners", client);
        p.setProperty("controller.listener.names", "CONTROLLER");
        p.setProperty("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        p.setProperty("log.dirs", settings.dataDir().resolve("log").toAbsolutePath().toString());
        p.setProperty("auto.create.topics.enable", "false");
        p.setProperty("default.replication.factor", "1");
        p.setProperty("group.initial.rebalance.delay.ms", "0");
        // A killed broker may register again only when its old session has run out.
        p.setProperty("broker.session.timeout.ms", "5000");
        p.setProperty("broker.heartbeat.interval.ms", "1000");
        for (String internal : List.of("offsets.topic", "transaction.state.log")) {
            p.setProperty(internal + ".replication.factor", "1");
            p.setProperty(internal + ".num.partitions", "6");
        }
        p.setProperty("transaction.state.log.min.isr", "1");
        p.setProperty("share.coordinator.state.topic.replication.factor", "1");
        p.setProperty("share.coordinator.state.topic.min.isr", "1");
        smallFootprint(p);
        return p;
    }

    /** The broker's defaults are for a machine of its own; these are for one of seven processes. */
    private static void smallFootprint(Properties p) {
        p.setProperty("num.network.threads", "2");
        p.setProperty("num.io.threads", "4");
        p.setProperty("background.threads", "2");
        p.setProperty("num.recovery.threads.per.data.dir", "1");
        p.setProperty("group.coordinator.threads", "1");
        p.setProperty("log.cleaner.dedupe.buffer.size", Integer.toString(16 << 20));
    }
}
