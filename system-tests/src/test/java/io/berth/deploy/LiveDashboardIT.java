package io.berth.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/**
 * Every query of dashboard, console and rules, asked of a real Prometheus that scrapes a real
 * platform: a metric that was renamed, or a label that a service does not give, shows as a panel
 * without data.
 *
 * <p>The platform is started here; with {@code BERTH_LIVE_PROMETHEUS=http://127.0.0.1:8090} the one
 * that compose runs is asked instead.
 */
@EnabledIf(
        value = "io.berth.deploy.LiveDashboardIT#prometheusIsHere",
        disabledReason =
                "prometheus is not on the path, no container engine has its image, and"
                        + " BERTH_LIVE_PROMETHEUS does not name one that runs")
class LiveDashboardIT {
    private static final String RUNNING = "BERTH_LIVE_PROMETHEUS";

    /** Rates need two scrapes, gauges of databases one look: far less than this. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final Duration ANSWER = Duration.ofSeconds(10);

    /**
     * Metrics that come into being with an event. On a platform where nothing happened their panels
     * are empty, and so are those of what is not well.
     */
    private static final Set<String> NEED_AN_EVENT =
            Set.of(
                    "ALERTS",
                    "berth_dead_letters_total",
                    "berth_intake_records_total",
                    "berth_keyvault_call_seconds_bucket",
                    "berth_monitoring_detection_seconds_bucket",
                    "berth_placement_decisions_total",
                    "http_server_requests_seconds_count");

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static @Nullable ScrapedPlatform started;
    private static String prometheus = "";

    static boolean prometheusIsHere() {
        return System.getenv(RUNNING) != null || Tool.prometheusIsHere();
    }

    @BeforeAll
    static void start() throws IOException {
        String running = System.getenv(RUNNING);
        if (running == null) {
            ScrapedPlatform platform = ScrapedPlatform.start();
            started = platform;
            prometheus = platform.prometheus();
        } else {
            prometheus = running;
        }
        Awaitility.await()
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> get("/-/ready").statusCode() == 200);
    }

    @AfterAll
    static void stop() {
        ScrapedPlatform platform = started;
        if (platform != null) {
            platform.stop();
        }
    }

    @Test
    void everyPanelHasData() {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> assertThat(emptyPanels()).isEmpty());
    }

    private static Set<String> emptyPanels() {
        Set<String> empty = new TreeSet<>();
        Map<String, String> panels = new TreeMap<>(Queries.ofDashboard());
        panels.putAll(Queries.ofConsole());
        panels.forEach((title, query) -> {
            boolean must = NEED_AN_EVENT.stream().noneMatch(query::contains);
            if (ask(query).isEmpty() && must) {
                empty.add(title);
            }
        });
        return empty;
    }

    @Test
    void everyRuleAnswersAndItsMetricsAreThere() {
        assertThat(Queries.ofRules()).isNotEmpty();
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> {
                    Queries.ofRules().values().forEach(LiveDashboardIT::ask);
                    assertThat(metricsWithoutSeries()).isEmpty();
                });
    }

    private static Set<String> metricsWithoutSeries() {
        Set<String> missing = new TreeSet<>();
        for (String rule : Queries.ofRules().values()) {
            for (String metric : Queries.metricsIn(rule)) {
                if (!NEED_AN_EVENT.contains(metric)
                        && !metric.equals("berth_intake_bugs_total")
                        && ask(metric).isEmpty()) {
                    missing.add(metric);
                }
            }
        }
        return missing;
    }

    @Test
    void theConsoleIsServedWithoutAnError() throws IOException, InterruptedException {
        HttpResponse<String> page = get("/consoles/berth.html");

        assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
        assertThat(page.body())
                .contains("<h1>Berth</h1>")
                .doesNotContain("error executing template")
                .doesNotContain("{{");
    }

    /** The series that a query gives. */
    private static JsonNode ask(String query) {
        try {
            HttpResponse<String> answer =
                    get("/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8));
            assertThat(answer.statusCode()).as(query + ": " + answer.body()).isEqualTo(200);
            return new ObjectMapper().readTree(answer.body()).path("data").path("result");
        } catch (IOException e) {
            throw new AssertionError("Prometheus does not answer: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create(prometheus + path)).timeout(ANSWER).build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
