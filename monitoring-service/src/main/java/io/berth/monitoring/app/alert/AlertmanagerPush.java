package io.berth.monitoring.app.alert;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.berth.contracts.wire.EventCodec;
import io.berth.monitoring.domain.alert.Silence;
import io.berth.monitoring.store.alert.AlertQuery;
import io.berth.monitoring.store.alert.AlertStore;
import io.berth.monitoring.store.alert.StoredAlert;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Tells an Alertmanager of all open alerts again and again, as it wants it, and of what ended
 * lately. Each instance does; telling it twice is telling it once. What is not taken is told in the
 * next round, so nothing is queued. A silence of Berth holds here, too: what it is about is not
 * sent.
 *
 * <p>{@code berth_monitoring_alertmanager_pushes_total{result}} counts.
 */
@ApplicationScoped
public class AlertmanagerPush {
    private static final Logger LOG = Logger.getLogger(AlertmanagerPush.class);

    /** Alerts of one request. */
    private static final int AT_ONCE = 500;

    /** An open alert outlives so many rounds that are lost. */
    private static final int ROUNDS = 4;

    private static final int SUCCESS = 200;
    private static final int REDIRECTION = 300;

    private final AlertStore store;
    private final Notifications notifications;
    private final AlertmanagerSettings settings;
    private final InstantSource clock;
    private final MeterRegistry meters;
    private final HttpClient http =
            HttpClient.newBuilder()
                    .connectTimeout(Duration.ofSeconds(5))
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .build();

    @Inject
    public AlertmanagerPush(
            AlertStore store,
            Notifications notifications,
            AlertmanagerSettings settings,
            InstantSource clock,
            MeterRegistry meters) {
        this.store = store;
        this.notifications = notifications;
        this.settings = settings;
        this.clock = clock;
        this.meters = meters;
    }

    /** One round. */
    @Scheduled(
            every = "${berth.alertmanager.interval:30s}",
            concurrentExecution = ConcurrentExecution.SKIP)
    void push() {
        Optional<URI> url = settings.url();
        if (url.isEmpty()) {
            return;
        }
        String result = "failed";
        try {
            List<AlertmanagerAlert> alerts = alerts();
            for (int from = 0; from < alerts.size(); from += AT_ONCE) {
                send(url.get(), alerts.subList(from, Math.min(alerts.size(), from + AT_ONCE)));
            }
            result = "taken";
        } catch (IOException | RuntimeException e) {
            LOG.warnf("Alertmanager is told again in %s: %s", settings.interval(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            meters.counter("berth.monitoring.alertmanager.pushes", "result", result).increment();
        }
    }

    private List<AlertmanagerAlert> alerts() {
        Instant now = clock.instant();
        Instant ends = now.plus(settings.interval().multipliedBy(ROUNDS));
        List<Silence> inForce = notifications.inForce();
        List<AlertmanagerAlert> alerts = new ArrayList<>();
        for (StoredAlert stored : store.list(AlertQuery.OPEN, Long.MAX_VALUE, Integer.MAX_VALUE)) {
            if (!Notifications.silenced(stored.alert(), inForce)) {
                alerts.add(shape(stored, ends));
            }
        }
        store.resolvedSince(now.minus(settings.resolvedFor()))
                .forEach(stored -> {
                    var ending = stored.alert().ending();
                    alerts.add(shape(stored, ending == null ? now : ending.at()));
                });
        return alerts;
    }

    private AlertmanagerAlert shape(StoredAlert stored, Instant endsAt) {
        return AlertmanagerAlert.of(
                stored.alert(), notifications.runbook(stored.alert().rule()), endsAt);
    }

    private void send(URI url, List<AlertmanagerAlert> alerts)
            throws IOException, InterruptedException {
        String base = url.toString().replaceAll("/+$", "");
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(base + "/api/v2/alerts"))
                        .timeout(settings.timeout())
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(json(alerts)))
                        .build();
        int status = http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        if (status < SUCCESS || status >= REDIRECTION) {
            throw new IOException("it answered " + status);
        }
    }

    private static String json(List<AlertmanagerAlert> alerts) {
        try {
            return EventCodec.JSON.writeValueAsString(alerts);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    @PreDestroy
    void close() {
        http.shutdownNow();
    }
}
