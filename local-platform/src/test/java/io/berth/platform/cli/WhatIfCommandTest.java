package io.berth.platform.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WhatIfCommandTest {
    private static final String ANSWER =
            """
            {"since": "2026-11-22T10:00:00Z", "until": "2026-11-22T11:00:00Z", "limited": false,
             "compared": 12, "same": %d, "differing": %d, "notReproduced": 0,
             "inputGone": {"count": 1, "decisions": [7]},
             "decisions": [%s], "clusters": [%s], "digest": "abc"}
            """;
    private static final String DIFFERING =
            """
            {"decision": 42, "madeAt": "2026-11-22T10:30:00Z", "domain": "cluster-1",
             "from": "placement.requests-3@17", "vms": [
              {"vm": "web-1", "then": {"cause": "REQUESTED", "host": "node-2", "stars": 4.5},
               "otherwise": {"cause": "REQUESTED"}, "newRefusals": [
                {"host": "node-2", "refusals": [{"text": "cluster-1 is over-committed"}]}]}]}
            """;
    private static final String CLUSTER =
            """
            {"cluster": "cluster-1", "reserve": 2, "reserveTooLarge": false,
             "overCommittedFor": "PT25M", "spells": 1,
             "times": [{"since": "2026-11-22T10:20:00Z"}]}
            """;

    private final FakePlacement placement;

    WhatIfCommandTest() throws IOException {
        placement = new FakePlacement();
    }

    @AfterEach
    void stopPlacement() {
        placement.close();
    }

    @Test
    void whatWouldHaveBeenOtherwiseIsShownAndToldByTheExitCode() {
        placement.answers(ANSWER.formatted(11, 1, DIFFERING, CLUSTER));

        assertThat(ask("--reserve", "2", "--since", "-PT2H", "--domain", "cluster-1"))
                .isEqualTo(Berth.DIFFERS);
        assertThat(placement.asked())
                .isEqualTo(
                        "POST /api/v1/decisions/what-if Bearer a-token"
                                + " {\"since\":\"-PT2H\",\"limit\":20,\"reserve\":2,"
                                + "\"domain\":\"cluster-1\"}");
        assertThat(placement.out())
                .contains("differing                1")
                .contains("input gone               1")
                .contains("R 2: over-committed 1 times, PT25M")
                .contains("2026-11-22T10:20:00Z  and on")
                .contains("node-2 (4.5 stars)")
                .contains("→ no host")
                .contains("node-2: cluster-1 is over-committed");
    }

    @Test
    void nothingOtherwiseIsAllWell() {
        placement.answers(ANSWER.formatted(12, 0, "", ""));

        assertThat(ask("--cpu-weight", "2", "--goal", "CONSOLIDATE")).isEqualTo(Berth.OK);
        assertThat(placement.asked())
                .endsWith(
                        "{\"since\":\"-PT24H\",\"limit\":20,\"goal\":\"CONSOLIDATE\","
                                + "\"weights\":{\"cpu\":2.0}}");
    }

    @Test
    void aSpellOfOverCommitmentAloneDiffersToo() {
        placement.answers(ANSWER.formatted(12, 0, "", CLUSTER));

        assertThat(ask("--cluster-reserve", "cluster-1=2")).isEqualTo(Berth.DIFFERS);
        assertThat(placement.asked()).contains("\"reserves\":{\"cluster-1\":2}");
    }

    @Test
    void theWholeAnswerCanBePrinted() {
        placement.answers(ANSWER.formatted(12, 0, "", ""));

        assertThat(ask("--reserve", "1", "--json")).isEqualTo(Berth.OK);
        assertThat(placement.out()).contains("\"digest\" : \"abc\"");
    }

    @Test
    void aQuestionThatChangesNothingIsWrongUsage() {
        assertThat(ask("--domain", "cluster-1")).isEqualTo(2);
        assertThat(placement.err()).contains("Say what would be otherwise");
    }

    @Test
    void aRefusalSaysWhatPlacementSaid() {
        placement.refuses(
                429,
                """
                {"detail": "This instance answers one at a time", "hint": "Ask again"}
                """);

        assertThat(ask("--reserve", "1")).isEqualTo(Berth.FAILED);
        assertThat(placement.err()).contains("This instance answers one at a time Ask again");
    }

    private int ask(String... arguments) {
        return placement.run("what-if", arguments);
    }
}
