package io.berth.simulator.enrolment;

import io.berth.contracts.ids.HostId;
import io.berth.mover.wire.tls.IdentityFiles;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Lets every simulated host join as a real one does, and renew: it has a key of its own and asks
 * for a certificate for it. Only the join tokens are got for it, by an administrator's token. A
 * host whose certificate was revoked stays out until it is told to forget it.
 *
 * <p>Whoever is refused asks again, after a second at first and after a minute at last.
 */
@ApplicationScoped
public class Enroller {
    private static final Logger LOG = Logger.getLogger(Enroller.class);
    private static final String REVOKED = "agent-certificate-revoked";
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    private static final int MOST_DOUBLINGS = 6;

    private final EnrolmentConfig config;
    private final MonitoringCalls calls;
    private final IdentityFolder folder;
    private final InstantSource clock = InstantSource.system();
    private final Map<HostId, Entry> entries = new ConcurrentHashMap<>();
    private final Semaphore places;
    private final ScheduledExecutorService rounds =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("enrolment").daemon().factory());
    private final ExecutorService work = Executors.newVirtualThreadPerTaskExecutor();

    /** How far a host is. Guarded by itself, but for the identity. */
    private static final class Entry {
        private volatile @Nullable HostIdentity identity;
        private volatile boolean revoked;
        private @Nullable KeyPair nextKeys;
        private @Nullable String problem;
        private boolean busy;
        private int failures;
        private Instant due = Instant.EPOCH;
        private @Nullable String token;
        private Instant tokenUntil = Instant.EPOCH;
    }

    @Inject
    Enroller(
            EnrolmentConfig config,
            MonitoringCalls calls,
            IdentityFolder folder,
            MeterRegistry meters) {
        this.config = config;
        this.calls = calls;
        this.folder = folder;
        this.places = new Semaphore(Math.max(1, config.parallel()));
        for (Standing.State state : Standing.State.values()) {
            Gauge.builder("berth_simulator_enrolled_hosts", this, e -> e.in(state))
                    .tag("state", state.name().toLowerCase(Locale.ROOT))
                    .register(meters);
        }
    }

    void start(@Observes StartupEvent event) {
        if (config.monitoring().isPresent()) {
            rounds.scheduleWithFixedDelay(
                    this::round, 0, LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    void stop(@Observes ShutdownEvent event) {
        rounds.shutdownNow();
        work.shutdownNow();
    }

    /** From now on this host is to have a certificate. */
    public void wanted(HostId host) {
        if (config.monitoring().isPresent()) {
            entries.computeIfAbsent(host, _ -> new Entry());
        }
    }

    /** How a host stands; empty when it is not to have a certificate. */
    public Optional<Standing> standing(HostId host) {
        Entry entry = entries.get(host);
        if (entry == null) {
            return Optional.empty();
        }
        synchronized (entry) {
            HostIdentity identity = entry.identity;
            return Optional.of(
                    new Standing(
                            host,
                            state(entry),
                            identity == null ? null : identity.serial(),
                            identity == null ? null : identity.notAfter(),
                            identity == null ? null : identity.renewAfter(),
                            entry.problem));
        }
    }

    /** Whether hosts are to have certificates of monitoring's. */
    public boolean enrols() {
        return config.monitoring().isPresent();
    }

    /** Key, certificate and authorities of a host; empty while it has none, or was shut out. */
    public Optional<IdentityFiles> files(HostId host) {
        Entry entry = entries.get(host);
        return entry == null || entry.identity == null || entry.revoked
                ? Optional.empty()
                : Optional.of(folder.files(host));
    }

    /** The host forgets its key, as one does that is installed anew, and joins again. */
    public void forget(HostId host) throws IOException {
        folder.delete(host);
        entries.computeIfPresent(host, (_, _) -> new Entry());
    }

    /**
     * A token of the host; empty while it may not speak for itself.
     *
     * @param now of the host's own calendar clock
     */
    Optional<String> token(HostId host, Instant now) {
        Entry entry = entries.get(host);
        HostIdentity identity = entry == null ? null : entry.identity;
        if (entry == null || identity == null || entry.revoked) {
            return Optional.empty();
        }
        synchronized (entry) {
            String token = entry.token;
            boolean fits = !now.isBefore(entry.tokenUntil.minus(HostIdentity.TOKEN_LIFE));
            if (token == null || !fits || !now.isBefore(entry.tokenUntil.minusSeconds(60))) {
                token = identity.token(now);
                entry.token = token;
                entry.tokenUntil = now.plus(HostIdentity.TOKEN_LIFE);
            }
            return Optional.of(token);
        }
    }

    /** The host was refused with its own token. */
    void refused(HostId host, String code, String detail) {
        Entry entry = entries.get(host);
        if (entry != null) {
            synchronized (entry) {
                note(host, entry, code, detail);
            }
        }
    }

    private void round() {
        Instant now = clock.instant();
        for (Map.Entry<HostId, Entry> each : entries.entrySet()) {
            Entry entry = each.getValue();
            synchronized (entry) {
                if (entry.busy || entry.revoked || now.isBefore(entry.due)) {
                    continue;
                }
                if (!places.tryAcquire()) {
                    return;
                }
                entry.busy = true;
            }
            work.execute(() -> attend(each.getKey(), entry));
        }
    }

    private void attend(HostId host, Entry entry) {
        try {
            HostIdentity identity = next(host, entry);
            folder.save(identity);
            if (identity.authority() != null) {
                folder.trust(identity.authority());
            }
            synchronized (entry) {
                entry.identity = identity;
                entry.due = identity.renewAfter();
                entry.nextKeys = null;
                entry.token = null;
                entry.problem = null;
                entry.failures = 0;
            }
            LOG.debugf("host %s has certificate %s", host, identity.serial());
        } catch (MonitoringCalls.Refused e) {
            later(host, entry, e.code(), String.valueOf(e.getMessage()));
        } catch (IOException e) {
            later(host, entry, "folder", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.errorf(e, "host %s could not join", host);
            later(host, entry, "bug", e.toString());
        } finally {
            places.release();
            synchronized (entry) {
                entry.busy = false;
            }
        }
    }

    /** Its next certificate: from its disk, by renewal, or by a join token. */
    private HostIdentity next(HostId host, Entry entry)
            throws MonitoringCalls.Refused, InterruptedException {
        Instant now = clock.instant();
        HostIdentity has = entry.identity;
        if (has == null) {
            has = folder.load(host).orElse(null);
            if (has != null && now.isBefore(has.renewAfter()) && folder.knowsAuthorities()) {
                return has;
            }
        }
        KeyPair keys;
        synchronized (entry) {
            keys = entry.nextKeys == null ? HostIdentity.newKeys() : entry.nextKeys;
            entry.nextKeys = keys;
        }
        if (has != null && now.isBefore(has.notAfter())) {
            return calls.renew(has, has.token(now), keys);
        }
        if (config.tokenFile().isEmpty()) {
            throw new MonitoringCalls.Refused("no-join-token", "Nobody gives it a join token");
        }
        return calls.enrol(host, calls.joinToken(host), keys);
    }

    private void later(HostId host, Entry entry, String code, String detail) {
        synchronized (entry) {
            note(host, entry, code, detail);
            Duration pause = Duration.ofSeconds(1L << Math.min(entry.failures++, MOST_DOUBLINGS));
            entry.due =
                    clock.instant()
                            .plus(pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause);
        }
    }

    private static void note(HostId host, Entry entry, String code, String detail) {
        String problem = code + ": " + detail;
        if (!problem.equals(entry.problem)) {
            LOG.debugf("host %s is refused: %s", host, problem);
        }
        entry.problem = problem;
        if (code.equals(REVOKED) && !entry.revoked) {
            entry.revoked = true;
            LOG.warnf("host %s is shut out: %s", host, detail);
        }
    }

    private static Standing.State state(Entry entry) {
        if (entry.revoked) {
            return Standing.State.REVOKED;
        }
        return entry.identity == null ? Standing.State.JOINING : Standing.State.JOINED;
    }

    private double in(Standing.State state) {
        return entries.values().stream().filter(entry -> state(entry) == state).count();
    }
}
