package io.berth.platform.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReplayCommandTest {
    private static final String ANSWER =
            """
            {"decision": {"id": 42, "domain": "cluster-1", "madeAt": "2026-11-22T10:00:00Z",
              "from": "monitoring.node-events-3@17", "policy": "placement/2",
              "seed": 99, "inputs": [], "digest": "aa"},
             "identical": %s, "digest": "%s",
             "told": [{"vm": "web-1", "host": "node-2", "epoch": 4, "cause": "HOST_FAILED"}],
             "ordered": [{}], "vms": [], "hosts": []}
            """;

    private final FakePlacement placement;

    ReplayCommandTest() throws IOException {
        placement = new FakePlacement();
    }

    @AfterEach
    void stopPlacement() {
        placement.close();
    }

    @Test
    void aDecisionThatComesOutAlikeIsSaidSo() {
        placement.answers(ANSWER.formatted(true, "aa"));

        assertThat(replay("42")).isEqualTo(Berth.OK);
        assertThat(placement.asked()).isEqualTo("POST /api/v1/decisions/42/replay Bearer a-token");
        assertThat(placement.out())
                .contains("decision 42 of domain cluster-1, made at 2026-11-22T10:00:00Z")
                .contains("from    monitoring.node-events-3@17")
                .contains("tells   VM web-1, epoch 4, host node-2, HOST_FAILED")
                .contains("identical, bit for bit");
    }

    @Test
    void oneThatDoesNotFails() {
        placement.answers(ANSWER.formatted(false, "bb"));

        assertThat(replay("42")).isEqualTo(Berth.FAILED);
        assertThat(placement.out()).contains("now     bb").contains("NOT the same");
    }

    @Test
    void theWholeAnswerCanBePrinted() {
        placement.answers(ANSWER.formatted(true, "aa"));

        assertThat(replay("42", "--json")).isEqualTo(Berth.OK);
        assertThat(placement.out()).contains("\"cause\" : \"HOST_FAILED\"");
    }

    @Test
    void aRefusalSaysWhatPlacementSaid() {
        placement.refuses(
                404,
                """
                {"detail": "There is no decision 7", "hint": "GET /api/v1/vms/{id} names them"}
                """);

        assertThat(replay("7")).isEqualTo(Berth.FAILED);
        assertThat(placement.err())
                .contains("There is no decision 7 GET /api/v1/vms/{id} names them");
    }

    private int replay(String... arguments) {
        return placement.run("replay", arguments);
    }
}
