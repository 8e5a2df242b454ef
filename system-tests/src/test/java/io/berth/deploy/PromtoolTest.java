package io.berth.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The files of Prometheus, judged by Prometheus' own tool. */
@EnabledIf(
        value = "io.berth.deploy.Tool#promtoolIsHere",
        disabledReason =
                "promtool is not on the path, and no container engine has the image of Prometheus")
class PromtoolTest {
    private final Tool promtool = Tool.find("promtool", Queries.PROMETHEUS, "--network", "none");

    @Test
    void theConfigurationAndAllRulesAreValid() {
        Tool.Ended ended = promtool.run(List.of("check", "config", at("prometheus.yml")));

        assertThat(ended.output()).contains("rules found").doesNotContain("FAILED");
        assertThat(ended.status()).as(ended.output()).isZero();
    }

    @Test
    void everyAlertFiresKeepsStillAndEndsAsItsTestsSay() {
        List<String> tests =
                Queries.testFiles().map(file -> at("tests/" + file.getFileName())).toList();

        Tool.Ended ended =
                promtool.run(Stream.concat(Stream.of("test", "rules"), tests.stream()).toList());

        assertThat(tests).isNotEmpty();
        assertThat(ended.status()).as(ended.output()).isZero();
        assertThat(ended.output().split("SUCCESS", -1)).hasSize(tests.size() + 1);
    }

    @Test
    void aWrongRuleWouldBeNoticed(@TempDir Path folder) throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        for (String part : List.of("rules", "tests")) {
            Files.createDirectory(folder.resolve(part));
            Path source = Queries.PROMETHEUS.resolve(part).resolve("fleet.yml");
            Files.writeString(
                    folder.resolve(part).resolve("fleet.yml"),
                    part.equals("tests")
                            ? Files.readString(source)
                            : Files.readString(source)
                                    .replace("sum(berth_monitoring_holds) > 0", "vector(0) > 0"));
        }
        Tool copy = Tool.find("promtool", folder, "--network", "none");

        Tool.Ended ended = copy.run(List.of("test", "rules", copy.files() + "/tests/fleet.yml"));

        assertThat(ended.status()).isNotZero();
        assertThat(ended.output()).contains("FailuresHeld");
    }

    private String at(String file) {
        return promtool.files() + "/" + file;
    }
}
