package io.berth.kit.outbox;

import io.berth.kit.config.ServiceConfig;
import io.berth.kit.faults.TransientFaults;
import io.berth.kit.outbox.RelayPublisher.Round;
import io.berth.kit.outbox.RelaySession.Waiting;
import io.berth.kit.outbox.RelayStatus.Role;
import io.berth.kit.produce.KafkaClients;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Publishes the outbox: one instance of the service at a time, on its own thread, in the order of
 * the ids, woken by the commit itself. A row is marked only after the broker's acknowledgement and
 * only when all rows before it are marked too; a crash between the two publishes rows twice, and
 * consumers drop the second copy by its id.
 *
 * <p>Rows are selected because they are unpublished, never because their id is above the last one:
 * a transaction that took a lower id may commit later. Hard state is in the table alone.
 */
@ApplicationScoped
public class OutboxRelay {
    private static final Logger LOG = Logger.getLogger(OutboxRelay.class);

    /**
     * How often a standby tries the lock: the longest pause of publishing when a publisher dies.
     */
    private static final Duration STANDBY_RETRY = Duration.ofMillis(500);

    private static final Duration FIRST_BACK_OFF = Duration.ofMillis(200);
    private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(5);
    private static final Duration DELETE_EVERY = Duration.ofMinutes(1);

    /** A round of so many rows is worth its cost; the next one does not wait for more. */
    private static final int LARGE_ROUND = 500;

    /** Longest wait for the thread at shutdown. */
    private static final Duration STOP_WITHIN = Duration.ofSeconds(10);

    private final ServiceConfig config;
    private final KafkaClients clients;
    private final RelayStatus status;
    private final FreshRows fresh;
    private final String url;
    private final Optional<String> user;
    private final Optional<String> password;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile @Nullable RelaySession session;
    private @Nullable Thread thread;
    private Duration backOff = FIRST_BACK_OFF;
    private long nextDelete = System.nanoTime();
    private long nextLook = System.nanoTime();

    @Inject
    public OutboxRelay(
            ServiceConfig config,
            KafkaClients clients,
            RelayStatus status,
            FreshRows fresh,
            @ConfigProperty(name = "quarkus.datasource.jdbc.url") String url,
            @ConfigProperty(name = "quarkus.datasource.username") Optional<String> user,
            @ConfigProperty(name = "quarkus.datasource.password") Optional<String> password) {
        this.config = config;
        this.clients = clients;
        this.status = status;
        this.fresh = fresh;
        this.url = url;
        this.user = user;
        this.password = password;
    }

    void start(@Observes StartupEvent event) {
        if (!config.outbox().relay()) {
            status.becomes(Role.OFF);
            return;
        }
        thread = Thread.ofPlatform().name("berth-outbox-relay").daemon().start(this::run);
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopped.countDown();
        Thread running = thread;
        if (running == null) {
            return;
        }
        RelaySession open = session;
        if (open != null) {
            open.abort();
        }
        running.interrupt();
        running.join(STOP_WITHIN);
    }

    /** Whether the relay's thread runs, or is switched off. */
    public boolean isAlive() {
        Thread running = thread;
        return !config.outbox().relay() || (running != null && running.isAlive());
    }

    private boolean isStopped() {
        return stopped.getCount() == 0;
    }

    private void run() {
        try {
            while (!isStopped()) {
                oneSession();
            }
        } catch (InterruptedException e) {
            LOG.debug("outbox relay interrupted");
        }
        status.becomes(Role.OFF);
    }

    private void oneSession() throws InterruptedException {
        try (RelaySession open =
                RelaySession.open(
                        url, user.orElse(null), password.orElse(null), config.instance())) {
            session = open;
            while (!isStopped() && !open.tryLock()) {
                status.becomes(Role.STANDBY);
                backOff = FIRST_BACK_OFF;
                pause(STANDBY_RETRY);
            }
            if (!isStopped()) {
                publishAll(open);
            }
        } catch (SQLException e) {
            if (!isStopped()) {
                note(e);
            }
        } catch (RuntimeException e) {
            LOG.error("outbox relay failed, starts again", e);
        } finally {
            fresh.want(false);
            session = null;
        }
        if (!isStopped()) {
            status.becomes(Role.DISCONNECTED);
            pauseLonger();
        }
    }

    private static void note(SQLException e) {
        if (TransientFaults.isTransient(e)) {
            LOG.warnf("outbox relay lost its database session, tries again: %s", e.getMessage());
        } else {
            LOG.error("the database refuses the outbox relay, which tries again", e);
        }
    }

    /**
     * Publishes until something fails; the caller then starts over with a new session. The next
     * rows are read while the broker has these, but go out only after these are marked: so a row
     * that is sent again by the next session is not preceded by a later one.
     */
    private void publishAll(RelaySession open) throws SQLException, InterruptedException {
        open.listen();
        status.becomes(Role.PUBLISHING);
        fresh.want(true);
        LOG.info("outbox relay publishes from this instance");
        String prefix = config.topicPrefix();
        try (RelayPublisher publisher = new RelayPublisher(clients.orderedProducer("relay"))) {
            List<Waiting> rows = open.unpublished(prefix, List.of(), fresh);
            while (!isStopped()) {
                if (rows.isEmpty()) {
                    rest(open);
                    rows = open.unpublished(prefix, List.of(), fresh);
                    continue;
                }
                RelayPublisher.Sending sending = publisher.send(rows);
                boolean gathers = gathers(rows);
                List<Waiting> next = gathers ? List.of() : open.unpublished(prefix, rows, fresh);
                Round round = RelayPublisher.await(sending, waited -> isPatient(open, waited));
                if (round.acknowledged() > 0) {
                    open.mark(rows.subList(0, round.acknowledged()));
                    status.published(round.acknowledged());
                    backOff = FIRST_BACK_OFF;
                }
                Throwable failure = round.failure();
                if (failure != null) {
                    LOG.warnf(
                            "outbox relay could not publish row %d to %s, tries again: %s",
                            rows.get(round.acknowledged()).id(),
                            rows.get(round.acknowledged()).outgoing().topic(),
                            failure);
                    status.sees(open.backlog());
                    return;
                }
                look(open);
                deleteOld(open);
                if (gathers) {
                    pause(config.outbox().gatherFor());
                    next = open.unpublished(prefix, List.of(), fresh);
                }
                rows = next;
            }
        }
    }

    /** Whether the round after these rows waits for company. */
    private boolean gathers(List<Waiting> rows) {
        return rows.size() < LARGE_ROUND && !config.outbox().gatherFor().isZero();
    }

    private void deleteOld(RelaySession open) throws SQLException {
        if (System.nanoTime() - nextDelete >= 0) {
            nextDelete = System.nanoTime() + DELETE_EVERY.toNanos();
            open.deletePublishedBefore(config.outbox().retention());
        }
    }

    private void rest(RelaySession open) throws SQLException, InterruptedException {
        deleteOld(open);
        fresh.forget();
        status.sees(RelayStatus.Backlog.NONE);
        open.awaitWakeUp(config.outbox().pollInterval());
        pause(config.outbox().gatherFor());
    }

    /** While the broker is silent: keeps the figures true, and hands over when that lasts. */
    private boolean isPatient(RelaySession open, Duration waited) {
        if (isStopped() || waited.compareTo(config.outbox().handOverAfter()) >= 0) {
            return false;
        }
        try {
            look(open);
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    private void look(RelaySession open) throws SQLException {
        if (System.nanoTime() - nextLook >= 0) {
            nextLook = System.nanoTime() + config.outbox().pollInterval().toNanos();
            status.sees(open.backlog());
        }
    }

    private void pauseLonger() throws InterruptedException {
        pause(backOff);
        Duration doubled = backOff.multipliedBy(2);
        backOff = doubled.compareTo(LONGEST_BACK_OFF) > 0 ? LONGEST_BACK_OFF : doubled;
    }

    private void pause(Duration duration) throws InterruptedException {
        if (stopped.await(duration.toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.debug("outbox relay stops");
        }
    }
}
