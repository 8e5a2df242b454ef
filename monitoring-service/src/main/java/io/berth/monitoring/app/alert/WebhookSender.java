package io.berth.monitoring.app.alert;

import io.berth.monitoring.domain.alert.Webhook;
import io.berth.monitoring.store.alert.Delivery;
import io.berth.monitoring.store.alert.StoredWebhook;
import io.berth.monitoring.store.alert.WebhookStore;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;

/**
 * Sends the words that are due. Nobody waits for a receiver: words lie in the database, each
 * request has its own virtual thread, and a receiver that does not answer keeps only its own queue
 * waiting. Any instance sends; a claim holds a word for longer than a request can take, so that
 * after a crash it is sent again. A receiver may thus hear a word twice; the number of the delivery
 * is the same.
 *
 * <p>{@code berth_monitoring_webhook_attempts_total{result}} counts.
 */
@ApplicationScoped
public class WebhookSender {
    private static final Logger LOG = Logger.getLogger(WebhookSender.class);
    private static final Duration SLACK = Duration.ofSeconds(20);
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final int SUCCESS = 200;
    private static final int REDIRECTION = 300;

    private final WebhookStore store;
    private final WebhookSecrets secrets;
    private final WebhookSettings settings;
    private final InstantSource clock;
    private final MeterRegistry meters;
    private final Semaphore free;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient http =
            HttpClient.newBuilder()
                    .connectTimeout(CONNECT)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .executor(threads)
                    .build();

    @Inject
    public WebhookSender(
            WebhookStore store,
            WebhookSecrets secrets,
            WebhookSettings settings,
            InstantSource clock,
            MeterRegistry meters) {
        this.store = store;
        this.secrets = secrets;
        this.settings = settings;
        this.clock = clock;
        this.meters = meters;
        this.free = new Semaphore(settings.parallel());
    }

    /** One look for due words. */
    @Scheduled(
            every = "${berth.webhooks.interval:1s}",
            concurrentExecution = ConcurrentExecution.SKIP)
    void look() {
        int atMost = free.availablePermits();
        if (atMost == 0) {
            return;
        }
        try {
            for (Delivery delivery :
                    store.claim(clock.instant(), settings.timeout().plus(SLACK), atMost)) {
                free.acquireUninterruptibly();
                threads.execute(() -> {
                    try {
                        send(delivery);
                    } catch (RuntimeException e) {
                        LOG.warnf("delivery %d is tried again later: %s", delivery.id(), e);
                    } finally {
                        free.release();
                    }
                });
            }
        } catch (RuntimeException e) {
            LOG.warnf("webhooks wait for the next look: %s", e);
        }
    }

    private void send(Delivery delivery) {
        StoredWebhook stored = store.find(delivery.webhook()).orElse(null);
        if (stored == null) {
            return;
        }
        try {
            int status =
                    http.send(
                                    request(stored.webhook(), delivery),
                                    HttpResponse.BodyHandlers.discarding())
                            .statusCode();
            if (status >= SUCCESS && status < REDIRECTION) {
                store.taken(delivery, clock.instant());
                count("taken");
            } else {
                failed(delivery, "it answered " + status);
            }
        } catch (IOException e) {
            failed(delivery, e.getClass().getSimpleName() + ": " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The signature covers the time, so that a request cannot be sent again later by others. */
    private HttpRequest request(Webhook webhook, Delivery delivery) throws IOException {
        String time = Long.toString(clock.instant().getEpochSecond());
        byte[] signed = (time + "." + delivery.body()).getBytes(StandardCharsets.UTF_8);
        return HttpRequest.newBuilder(webhook.url())
                .timeout(settings.timeout())
                .header("Content-Type", "application/json")
                .header("Berth-Event", delivery.word().label())
                .header("Berth-Delivery", Long.toString(delivery.id()))
                .header(
                        "Berth-Signature",
                        "t=" + time + ",v1=" + secrets.sign(webhook.secret(), signed))
                .POST(HttpRequest.BodyPublishers.ofString(delivery.body()))
                .build();
    }

    private void failed(Delivery delivery, String error) {
        Instant now = clock.instant();
        int attempts = delivery.attempts() + 1;
        if (attempts >= Webhook.MAX_ATTEMPTS) {
            store.givenUp(delivery, error, now);
            count("given-up");
            LOG.warnf(
                    "webhook %s did not take %s of %s in %d attempts: %s",
                    delivery.webhook(), delivery.word(), delivery.fingerprint(), attempts, error);
        } else {
            store.again(delivery, error, now, now.plus(Webhook.pause(attempts)));
            count("failed");
        }
    }

    private void count(String result) {
        meters.counter("berth.monitoring.webhook.attempts", "result", result).increment();
    }

    @PreDestroy
    void close() {
        http.shutdownNow();
        threads.shutdownNow();
    }
}
