package io.berth.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.platform.ComponentName;
import io.berth.platform.PortPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What must hold for every container of {@code docker-compose.yml}, whoever adds the next one. */
class ComposeFileTest {
    private static final Map<String, Object> FILE =
            Yaml.read(Yaml.ROOT.resolve("docker-compose.yml"));
    private static final Map<String, Object> SERVICES = Yaml.map(FILE.get("services"));

    /** {@code 127.0.0.1:${BERTH_PORT_INVENTORY:-8081}:8080}. */
    private static final Pattern PUBLISHED =
            Pattern.compile("127\\.0\\.0\\.1:\\$\\{BERTH_PORT_[A-Z0-9_]+:-(\\d+)}:(\\d+)");

    /** Parts of a variable's name that say that its value is secret, or where a secret is. */
    private static final Pattern SECRETS = Pattern.compile("(^|_)(PASSWORD|SECRET|TOKEN|KEY)(_|$)");

    private static final Set<String> TOOLS = Set.of("secrets", "setup", "token", "demo");

    /** Its address in the plan of ports is that of a local platform's part. */
    private static final Map<String, ComponentName> PLANNED = planned();

    private static Map<String, ComponentName> planned() {
        Map<String, ComponentName> planned = new HashMap<>();
        for (ComponentName name : ComponentName.ALL) {
            planned.put(name.value(), name);
            planned.put(name.value() + "-1", name);
        }
        return planned;
    }

    private static Map<String, Object> service(String name) {
        return Yaml.map(SERVICES.get(name));
    }

    private static Map<String, String> environment(String name) {
        Map<String, String> environment = new TreeMap<>();
        Yaml.map(service(name).get("environment"))
                .forEach((key, value) -> environment.put(key, String.valueOf(value)));
        return environment;
    }

    private static boolean isBerths(String name) {
        return String.valueOf(service(name).get("image")).startsWith("berth/");
    }

    private static List<String> instances() {
        return SERVICES.keySet().stream()
                .filter(name -> isBerths(name) && !TOOLS.contains(name))
                .toList();
    }

    private static List<String> longRunning() {
        return SERVICES.keySet().stream().filter(name -> !TOOLS.contains(name)).toList();
    }

    @Test
    void nothingIsPublishedBeyondThisMachine() {
        for (String name : SERVICES.keySet()) {
            assertThat(Yaml.texts(service(name).get("ports")))
                    .as(name)
                    .allMatch(port -> PUBLISHED.matcher(port).matches());
        }
    }

    @Test
    void portsAreThoseOfTheLocalPlatform() {
        PortPlan plan = new PortPlan(PortPlan.DEFAULT_BASE);
        Map<String, Integer> published = new TreeMap<>();
        for (String name : SERVICES.keySet()) {
            for (String port : Yaml.texts(service(name).get("ports"))) {
                Matcher matcher = PUBLISHED.matcher(port);
                assertThat(matcher.matches()).as(port).isTrue();
                published.put(name, Integer.valueOf(matcher.group(1)));
            }
        }
        assertThat(published.values()).doesNotHaveDuplicates();
        published.forEach((name, port) -> {
            ComponentName component = PLANNED.get(name);
            if (component != null) {
                assertThat(port).as(name).isEqualTo(plan.of(component));
            }
        });
        assertThat(published.keySet()).containsAll(instances()).contains("kafka", "prometheus");
    }

    @Test
    void thereAreTwoInstancesOfEachServiceAndOneSimulator() {
        Map<String, Long> count =
                instances().stream()
                        .collect(
                                Collectors.groupingBy(
                                        name -> name.replaceAll("-[0-9]+$", ""),
                                        TreeMap::new,
                                        Collectors.counting()));
        assertThat(count)
                .isEqualTo(
                        Map.of(
                                "inventory", 2L,
                                "placement", 2L,
                                "monitoring", 2L,
                                "replica", 2L,
                                "keyvault", 2L,
                                "simulator", 1L));
    }

    @Test
    void eachInstanceSaysWhoItIsAndEntersItsOwnDatabaseOnly() {
        for (String name : instances()) {
            Map<String, String> environment = environment(name);
            if (name.equals("simulator")) {
                assertThat(environment).doesNotContainKey("QUARKUS_DATASOURCE_JDBC_URL");
                continue;
            }
            String service = name.replaceAll("-[0-9]+$", "");
            assertThat(environment)
                    .as(name)
                    .containsEntry("BERTH_INSTANCE", name)
                    .containsEntry("QUARKUS_DATASOURCE_USERNAME", service)
                    .containsEntry(
                            "QUARKUS_DATASOURCE_JDBC_URL",
                            "jdbc:postgresql://postgres:5432/" + service);
        }
    }

    @Test
    void noSecretStandsInTheFileOrComesFromAVariable() {
        for (String name : SERVICES.keySet()) {
            environment(name)
                    .forEach((key, value) -> {
                        if (SECRETS.matcher(key).find()) {
                            assertThat(value)
                                    .as("%s of %s names a file in a volume", key, name)
                                    .startsWith("/")
                                    .doesNotContain("$");
                        }
                    });
        }
    }

    @Test
    void aSecretIsMountedByItsOwnServiceAndByWhoMakesIt() {
        Map<String, Set<String>> users = new TreeMap<>();
        for (String name : SERVICES.keySet()) {
            for (String mount : Yaml.texts(service(name).get("volumes"))) {
                String volume = mount.split(":")[0];
                if (volume.endsWith("-secret") && !name.equals("secrets")) {
                    users.computeIfAbsent(volume, _ -> new TreeSet<>())
                            .add(name.replaceAll("-[0-9]+$", ""));
                    assertThat(mount).as(name).endsWith(":ro");
                }
            }
        }
        users.forEach((volume, services) ->
                assertThat(services).as(volume).containsExactly(volume.replaceAll("-secret$", "")));
        assertThat(users.keySet())
                .containsAll(
                        Yaml.map(FILE.get("volumes")).keySet().stream()
                                .filter(volume -> volume.endsWith("-secret"))
                                .toList());
    }

    @Test
    void onlyTheToolsSeeTheOriginalsAndOnlyOneWritesThem() {
        for (String name : SERVICES.keySet()) {
            for (String mount : Yaml.texts(service(name).get("volumes"))) {
                if (mount.startsWith("keys:")) {
                    assertThat(TOOLS).as(mount).contains(name);
                    assertThat(mount.endsWith(":ro")).as(name).isEqualTo(!name.equals("secrets"));
                }
            }
        }
    }

    @Test
    void noContainerHasRightsThatItDoesNotNeed() {
        for (String name : SERVICES.keySet()) {
            Map<String, Object> service = service(name);
            assertThat(Yaml.texts(service.get("cap_drop"))).as(name).containsExactly("ALL");
            assertThat(Yaml.texts(service.get("security_opt")))
                    .as(name)
                    .contains("no-new-privileges:true");
            assertThat(service).as(name).containsEntry("read_only", true);
            assertThat(service).as(name).containsKey("mem_limit");
            assertThat(service).as(name).doesNotContainKey("privileged");
            if (isBerths(name)) {
                assertThat(service).as(name).containsEntry("user", "10001:10001");
                assertThat(service).as(name).doesNotContainKey("cap_add");
            }
        }
    }

    @Test
    void whatRunsForLongIsStartedAgainStoppedGentlyAndLogsNotWithoutEnd() {
        for (String name : longRunning()) {
            assertThat(service(name))
                    .as(name)
                    .containsEntry("restart", "unless-stopped")
                    .containsKeys("stop_grace_period", "logging");
        }
        for (String name : TOOLS) {
            assertThat(service(name)).as(name).containsEntry("restart", "no");
        }
    }

    @Test
    void whatRunsForLongHasAHealthCheck() throws IOException {
        assertThat(Files.readString(Yaml.ROOT.resolve("deploy/images/Dockerfile")))
                .contains("HEALTHCHECK", "/usr/local/bin/berth-ready");
        for (String name : longRunning()) {
            if (!isBerths(name) && !Yaml.texts(service(name).get("profiles")).contains("grafana")) {
                assertThat(service(name)).as(name).containsKey("healthcheck");
            }
        }
    }

    @Test
    void theSetupComesBeforeEveryInstance() {
        for (String name : instances()) {
            Map<String, Object> needs = Yaml.map(service(name).get("depends_on"));
            assertThat(Yaml.map(needs.get("setup")))
                    .as(name)
                    .containsEntry("condition", "service_completed_successfully");
            assertThat(Yaml.map(needs.get("kafka")))
                    .as(name)
                    .containsEntry("condition", "service_healthy");
        }
    }

    @Test
    void theDemoWaitsForEveryInstance() {
        assertThat(Yaml.map(service("demo").get("depends_on")).keySet()).containsAll(instances());
    }
}
