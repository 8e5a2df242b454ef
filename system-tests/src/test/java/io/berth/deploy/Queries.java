package io.berth.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Every query in the files of {@code deploy/}, by where it stands. */
final class Queries {
    static final Path PROMETHEUS = Yaml.ROOT.resolve("deploy/prometheus");
    private static final Path DASHBOARD = Yaml.ROOT.resolve("deploy/grafana/dashboards/berth.json");
    private static final Path CONSOLE = PROMETHEUS.resolve("consoles/berth.html");

    private static final Pattern SECTION =
            Pattern.compile("<section data-expr=\"([^\"]+)\".*?<h3>([^<]+)</h3>", Pattern.DOTALL);
    private static final Pattern IN_TABLE = Pattern.compile("query `([^`]+)`");
    private static final Pattern OURS = Pattern.compile("\\bberth_[a-z0-9_]+");

    private Queries() {}

    /** Of the Grafana dashboard, by the panel's title. */
    static Map<String, String> ofDashboard() {
        Map<String, String> queries = new LinkedHashMap<>();
        JsonNode dashboard = json(DASHBOARD);
        for (JsonNode panel : dashboard.path("panels")) {
            for (JsonNode target : panel.path("targets")) {
                queries.put(panel.path("title").asText(), target.path("expr").asText());
            }
        }
        return queries;
    }

    /** The dashboard itself. */
    static JsonNode dashboard() {
        return json(DASHBOARD);
    }

    /** Of the curves of the console template, by the panel's title. */
    static Map<String, String> ofConsole() {
        Map<String, String> queries = new LinkedHashMap<>();
        Matcher section = SECTION.matcher(text(CONSOLE));
        while (section.find()) {
            queries.put(
                    section.group(2),
                    section.group(1)
                            .replace("&quot;", "\"")
                            .replace("&lt;", "<")
                            .replace("&gt;", ">")
                            .replace("&amp;", "&"));
        }
        return queries;
    }

    /** Of the tables of the console template, in their order. */
    static Stream<String> ofConsoleTables() {
        return IN_TABLE.matcher(text(CONSOLE)).results().map(found -> found.group(1));
    }

    /** The files of rules. */
    static Stream<Path> ruleFiles() {
        return yamlFiles("rules");
    }

    /** The files of tests of the rules. */
    static Stream<Path> testFiles() {
        return yamlFiles("tests");
    }

    private static Stream<Path> yamlFiles(String folder) {
        try (Stream<Path> files = Files.list(PROMETHEUS.resolve(folder))) {
            return files
                    .filter(file -> file.toString().endsWith(".yml"))
                    .sorted()
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot list " + folder, e);
        }
    }

    /** Of the alert rules, by the alert's name. */
    static Map<String, String> ofRules() {
        Map<String, String> queries = new LinkedHashMap<>();
        ruleFiles()
                .flatMap(file -> Yaml.list(Yaml.read(file).get("groups")).stream())
                .flatMap(group -> Yaml.list(Yaml.map(group).get("rules")).stream())
                .map(Yaml::map)
                .forEach(rule ->
                        queries.put(
                                String.valueOf(rule.get("alert")),
                                String.valueOf(rule.get("expr"))));
        return queries;
    }

    /** The metrics of Berth that a query names. */
    static Set<String> metricsIn(String query) {
        Set<String> metrics = new TreeSet<>();
        OURS.matcher(query).results().forEach(found -> metrics.add(found.group()));
        return metrics;
    }

    private static JsonNode json(Path file) {
        try {
            return new ObjectMapper().readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        }
    }
}
