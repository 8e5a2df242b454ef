package io.berth.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.demo.ComposeProject.Container;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComposeProjectTest {
    private static final String REPLICA =
            """
            {"Name":"berth-replica-1-1","Service":"replica-1","State":"running","Health":"healthy",\
            "Publishers":[{"URL":"127.0.0.1","TargetPort":8080,"PublishedPort":8084,"Protocol":"tcp"}]}\
            """;
    private static final String SETUP =
            """
            {"Name":"berth-setup-1","Service":"setup","State":"exited","Health":"","Publishers":null}\
            """;
    private static final String PLACEMENT =
            """
            {"Name":"berth-placement-1-1","Service":"placement-1","State":"running","Health":"starting",\
            "Publishers":[{"URL":"","TargetPort":8080,"PublishedPort":0,"Protocol":"tcp"}]}\
            """;

    @Test
    void readsOneObjectALine() {
        List<Container> containers =
                ComposeProject.parse(REPLICA + "\n" + SETUP + "\n" + PLACEMENT + "\n");

        assertThat(containers)
                .containsExactly(
                        new Container(
                                "berth-placement-1-1",
                                "placement-1",
                                "running",
                                "starting",
                                Map.of()),
                        new Container(
                                "berth-replica-1-1",
                                "replica-1",
                                "running",
                                "healthy",
                                Map.of(8080, 8084)),
                        new Container("berth-setup-1", "setup", "exited", "", Map.of()));
        assertThat(containers).extracting(Container::healthy).containsExactly(false, true, false);
        assertThat(containers).extracting(Container::runs).containsExactly(true, true, false);
    }

    @Test
    void readsAListAsOlderComposePrintsIt() {
        assertThat(ComposeProject.parse("[" + REPLICA + "," + SETUP + "]")).hasSize(2);
        assertThat(ComposeProject.parse("")).isEmpty();
    }

    @Test
    void aFolderWithoutAComposeFileIsNone(@TempDir Path folder) {
        assertThatThrownBy(() -> new ComposeProject(folder))
                .isInstanceOf(DemoException.class)
                .hasMessageContaining("docker-compose.yml");
    }
}
