package io.berth.platform;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A PostgreSQL server as a child process that listens on 127.0.0.1 only. What it stored outlives
 * it. The server does not outlive this JVM.
 *
 * <p>Everybody needs a password (SCRAM), the superuser too: its own is generated, kept in an
 * owner-only file beside the data and used by this class alone. A service gets one database and one
 * role that owns it.
 */
public final class EmbeddedPostgres implements AutoCloseable {
    /** Ten service processes with a pool of 16 each, their listeners, and a person who looks. */
    private static final String MAX_CONNECTIONS = "200";

    /** First start: unpacking and initdb; after a crash: replay of the write-ahead log. */
    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(15);

    /** Backends notice the death of the main process within moments, unless they are frozen. */
    private static final Duration AFTER_KILL = Duration.ofSeconds(3);

    private static final Duration ANSWER = Duration.ofSeconds(2);

    private final Settings settings;
    private final String superuserPassword;
    private io.zonky.test.db.postgres.embedded.EmbeddedPostgres server;
    private ProcessHandle postmaster;

    /**
     * How the server runs.
     *
     * @param dataDir of this server alone; holds the cluster and the superuser's password
     * @param log the server's own log, appended to
     * @param binaries where the server's programs are unpacked; shared by servers of one owner
     * @param survivesPowerCut whether a commit waits for the disk (fsync); off is faster and still
     *     safe against the death of any process
     */
    public record Settings(
            Path dataDir, int port, Path log, Path binaries, boolean survivesPowerCut) {}

    private EmbeddedPostgres(Settings settings) {
        this.settings = settings;
        OwnerOnly.folder(settings.dataDir());
        this.superuserPassword = Secrets.passwordIn(passwordFile());
        stopLeftover(cluster());
        this.server = launch();
        this.postmaster = guardedPostmaster();
    }

    /**
     * Starts a server for tests, without fsync, and returns when it takes connections. Its log is
     * {@code postgres.log} in the data folder.
     *
     * @throws PlatformException when the port is taken or the server does not come up
     */
    public static EmbeddedPostgres start(Path dataDir, int port) {
        return start(
                new Settings(
                        dataDir,
                        port,
                        dataDir.resolve("postgres.log"),
                        Path.of(System.getProperty("java.io.tmpdir"), "embedded-pg"),
                        false));
    }

    /** As {@link #start(Path, int)} with everything said. */
    public static EmbeddedPostgres start(Settings settings) {
        return new EmbeddedPostgres(settings);
    }

    /** The JDBC URL of a database, without a user. */
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(settings.port(), database);
    }

    /** The server's main process. */
    public ProcessHandle process() {
        return postmaster;
    }

    /** Whether the main process lives; a paused one does. */
    public boolean isAlive() {
        return postmaster.isAlive();
    }

    /** Whether it answers a query within 2 s. */
    public boolean answers() {
        try {
            databases(ANSWER).ping();
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    /**
     * Makes a role that may log in with this password, and a database that it owns and nobody else
     * may connect to. What exists already is kept; the password is set in any case.
     */
    public void createDatabase(String name, String role, String password) {
        databases(START_TIMEOUT).create(name, role, password);
    }

    private Databases databases(Duration attempt) {
        return new Databases("127.0.0.1:" + settings.port(), superuserPassword, attempt);
    }

    /** Ends connections and stops it in an orderly way ("fast" shutdown); by force if need be. */
    public void stop() {
        if (postmaster.isAlive()) {
            resume();
        }
        release();
        if (postmaster.isAlive()) {
            kill();
        }
    }

    /** SIGKILL to the main process; the next start replays the write-ahead log. */
    public void kill() {
        List<ProcessHandle> backends = postmaster.descendants().toList();
        postmaster.destroyForcibly();
        gone(postmaster, STOP_TIMEOUT);
        // The server refuses to start while a process of the old one still holds its memory.
        backends.forEach(backend -> {
            if (backend.isAlive() && !gone(backend, AFTER_KILL)) {
                backend.destroyForcibly();
            }
        });
        release();
    }

    /** Freezes the main process and all its backends. */
    public void pause() {
        Signals.pause(postmaster);
        postmaster.descendants().forEach(Signals::pause);
    }

    /** Lets them go on. */
    public void resume() {
        postmaster.descendants().forEach(Signals::resume);
        Signals.resume(postmaster);
    }

    /** Stops it if it runs, and starts it again with what it stored. */
    public void restart() {
        stop();
        stopLeftover(cluster());
        server = launch();
        postmaster = guardedPostmaster();
    }

    @Override
    public void close() {
        stop();
    }

    private Path cluster() {
        return settings.dataDir().resolve("cluster");
    }

    private Path passwordFile() {
        return settings.dataDir().resolve("superuser.password");
    }

    private io.zonky.test.db.postgres.embedded.EmbeddedPostgres launch() {
        Ports.requireFree(settings.port(), "PostgreSQL");
        try {
            Files.createDirectories(settings.log().toAbsolutePath().resolveSibling(""));
            PostgresPrograms.prepare(settings.binaries());
            var log = ProcessBuilder.Redirect.appendTo(settings.log().toFile());
            return io.zonky.test.db.postgres.embedded.EmbeddedPostgres.builder()
                    .setPort(settings.port())
                    .setDataDirectory(cluster())
                    .setCleanDataDirectory(false)
                    .setRegisterShutdownHook(false)
                    .setOverrideWorkingDirectory(settings.binaries().toFile())
                    .setPGStartupWait(START_TIMEOUT)
                    .setOutputRedirector(log)
                    .setErrorRedirector(log)
                    // These pairs become options of initdb, whose own default is "trust".
                    .setLocaleConfig("auth", "scram-sha-256")
                    .setLocaleConfig("pwfile", passwordFile().toAbsolutePath().toString())
                    .setLocaleConfig("locale", "C.UTF-8")
                    .setConnectConfig("password", superuserPassword)
                    .setServerConfig("listen_addresses", "127.0.0.1")
                    .setServerConfig("unix_socket_directories", "")
                    .setServerConfig("fsync", settings.survivesPowerCut() ? "on" : "off")
                    // Its builder turns this off; a killed server would then lose commits.
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("max_connections", MAX_CONNECTIONS)
                    .setServerConfig("shared_buffers", "64MB")
                    .start();
        } catch (IOException | IllegalStateException e) {
            throw new PlatformException(
                    "PostgreSQL did not start: %s. Its log is %s."
                            .formatted(e.getMessage(), settings.log()),
                    e);
        }
    }

    private ProcessHandle guardedPostmaster() {
        ProcessHandle process =
                postmasterOf(cluster())
                        .orElseThrow(() ->
                                new PlatformException(
                                        "PostgreSQL ended right after its start. Its log is %s."
                                                .formatted(settings.log())));
        OrphanGuard.attach(process, "INT");
        return process;
    }

    private void release() {
        try {
            server.close();
        } catch (IOException e) {
            throw new PlatformException("Cannot release " + cluster() + ": " + e.getMessage(), e);
        }
    }

    /**
     * Stops a server that a JVM which died left behind in this folder, if there is one.
     *
     * @param cluster the server's data folder
     */
    static void stopLeftover(Path cluster) {
        postmasterOf(cluster)
                .ifPresent(leftover -> {
                    Signals.send("INT", leftover);
                    if (!gone(leftover, STOP_TIMEOUT)) {
                        leftover.destroyForcibly();
                        gone(leftover, STOP_TIMEOUT);
                    }
                });
    }

    /** The living server of this data folder, known by its pid file and its command line. */
    private static Optional<ProcessHandle> postmasterOf(Path cluster) {
        Path pidFile = cluster.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return Optional.empty();
        }
        try {
            String pid = Files.readAllLines(pidFile, StandardCharsets.UTF_8).getFirst().strip();
            return ProcessHandle.of(Long.parseLong(pid)).filter(process -> runs(process, cluster));
        } catch (IOException | RuntimeException unreadable) {
            return Optional.empty();
        }
    }

    private static boolean runs(ProcessHandle process, Path cluster) {
        String command = process.info().commandLine().orElse("");
        return command.contains("postgres") && command.contains(cluster.toString());
    }

    private static boolean gone(ProcessHandle process, Duration patience) {
        try {
            process.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("Cannot watch process " + process.pid(), e);
        }
    }
}
