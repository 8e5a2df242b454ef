package io.berth.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Scraping, rules, dashboard and console against each other and against the sources. */
class PrometheusFilesTest {
    /** What Micrometer and its Prometheus format add to the name that a source gives. */
    private static final Pattern ENDING =
            Pattern.compile("(_total|_bucket|_sum|_count|_max|_seconds|_bytes)+$");

    private static final Pattern IN_SOURCE = Pattern.compile("\"(berth[._][a-z0-9._]+)\"");

    @Test
    void everyInstanceIsScraped() {
        Set<String> wanted = new TreeSet<>();
        Map<String, Object> services =
                Yaml.map(Yaml.read(Yaml.ROOT.resolve("docker-compose.yml")).get("services"));
        services.forEach((name, service) -> {
            String image = String.valueOf(Yaml.map(service).get("image"));
            if (image.startsWith("berth/") && !image.startsWith("berth/tools")) {
                wanted.add(name + ":8080");
            }
        });
        assertThat(wanted).hasSizeGreaterThan(2);
        assertThat(scraped().keySet()).containsExactlyInAnyOrderElementsOf(wanted);
        scraped().forEach((target, job) -> assertThat(target).startsWith(job));
    }

    /** Targets of Berth by job. */
    private static Map<String, String> scraped() {
        Map<String, String> scraped = new TreeMap<>();
        Map<String, Object> file = Yaml.read(Queries.PROMETHEUS.resolve("prometheus.yml"));
        for (Object entry : Yaml.list(file.get("scrape_configs"))) {
            Map<String, Object> job = Yaml.map(entry);
            String name = String.valueOf(job.get("job_name"));
            if (name.equals("prometheus")) {
                continue;
            }
            assertThat(job).as(name).containsEntry("metrics_path", "/q/metrics");
            for (Object targets : Yaml.list(job.get("static_configs"))) {
                Yaml.texts(Yaml.map(targets).get("targets"))
                        .forEach(target -> scraped.put(target, name));
            }
        }
        return scraped;
    }

    @Test
    void everyMetricThatIsAskedForExistsInASource() throws IOException {
        Set<String> known = metricsOfSources();
        Map<String, String> unknown = new TreeMap<>();
        Stream.of(Queries.ofDashboard(), Queries.ofConsole(), Queries.ofRules())
                .flatMap(queries -> queries.entrySet().stream())
                .forEach(query ->
                        Queries.metricsIn(query.getValue()).stream()
                                .filter(metric -> !known.contains(stem(metric)))
                                .forEach(metric -> unknown.put(metric, query.getKey())));
        assertThat(unknown).isEmpty();
    }

    private static Set<String> metricsOfSources() throws IOException {
        Set<String> metrics = new HashSet<>();
        try (Stream<Path> modules = Files.list(Yaml.ROOT)) {
            for (Path sources :
                    modules.map(module -> module.resolve("src/main/java"))
                            .filter(Files::isDirectory)
                            .toList()) {
                try (Stream<Path> files = Files.walk(sources)) {
                    for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                        IN_SOURCE
                                .matcher(Files.readString(file))
                                .results()
                                .forEach(name -> metrics.add(stem(name.group(1))));
                    }
                }
            }
        }
        assertThat(metrics).contains("berth_outbox_oldest", "berth_monitoring_hosts");
        return metrics;
    }

    private static String stem(String name) {
        return ENDING.matcher(name.replace('.', '_')).replaceFirst("");
    }

    @Test
    void theConsoleShowsTheDashboardsPanels() {
        assertThat(Queries.ofConsole()).isEqualTo(Queries.ofDashboard());
        assertThat(Queries.ofConsoleTables())
                .containsExactlyElementsOf(Queries.ofConsole().values());
    }

    @Test
    void theDashboardReadsTheProvisionedSource() {
        Map<String, Object> file =
                Yaml.read(
                        Yaml.ROOT.resolve(
                                "deploy/grafana/provisioning/datasources/prometheus.yml"));
        Object uid = Yaml.map(Yaml.list(file.get("datasources")).getFirst()).get("uid");
        List<Integer> ids = new ArrayList<>();
        for (JsonNode panel : Queries.dashboard().path("panels")) {
            ids.add(panel.path("id").asInt());
            if (!panel.path("type").asText().equals("row")) {
                assertThat(panel.path("datasource").path("uid").asText()).isEqualTo(uid);
                assertThat(panel.path("targets")).hasSize(1);
                assertThat(panel.path("description").asText()).isNotBlank();
            }
        }
        assertThat(ids).isNotEmpty().doesNotHaveDuplicates();
    }

    @Test
    void everyAlertSaysHowBadItIsAndWhatToDo() {
        Queries.ruleFiles()
                .flatMap(file -> Yaml.list(Yaml.read(file).get("groups")).stream())
                .flatMap(group -> Yaml.list(Yaml.map(group).get("rules")).stream())
                .map(Yaml::map)
                .forEach(rule -> {
                    String alert = String.valueOf(rule.get("alert"));
                    assertThat(Yaml.map(rule.get("labels")).get("severity"))
                            .as(alert)
                            .isIn("page", "warn");
                    assertThat(Yaml.map(rule.get("annotations")))
                            .as(alert)
                            .containsKeys("summary", "description");
                });
    }

    @Test
    void everyAlertIsTestedToFireToKeepStillAndToEnd() {
        Map<String, List<Boolean>> courses = new HashMap<>();
        Queries.testFiles()
                .flatMap(file -> Yaml.list(Yaml.read(file).get("tests")).stream())
                .flatMap(test -> Yaml.list(Yaml.map(test).get("alert_rule_test")).stream())
                .map(Yaml::map)
                .forEach(expectation ->
                        courses.computeIfAbsent(
                                        String.valueOf(expectation.get("alertname")),
                                        _ -> new ArrayList<>())
                                .add(!Yaml.list(expectation.get("exp_alerts")).isEmpty()));
        assertThat(courses.keySet())
                .containsExactlyInAnyOrderElementsOf(Queries.ofRules().keySet());
        courses.forEach((alert, course) -> {
            assertThat(course).as(alert).contains(true);
            assertThat(course.getLast()).as("%s ends", alert).isFalse();
            assertThat(course.stream().filter(fires -> !fires).count())
                    .as("%s keeps still before, and ends", alert)
                    .isGreaterThanOrEqualTo(2);
        });
    }
}
