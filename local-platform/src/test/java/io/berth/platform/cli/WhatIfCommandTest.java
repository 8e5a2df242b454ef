package io.berth.platform.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

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

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final AtomicReference<String> asked = new AtomicReference<>("");
    private final HttpServer placement;
    private int status = 200;
    private String body = "";

    WhatIfCommandTest() throws IOException {
        placement =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @BeforeEach
    void startPlacement() {
        placement.createContext("/", this::answer);
        placement.start();
    }

    @AfterEach
    void stopPlacement() {
        placement.stop(0);
    }

    @Test
    void whatWouldHaveBeenOtherwiseIsShownAndToldByTheExitCode() {
        body = ANSWER.formatted(11, 1, DIFFERING, CLUSTER);

        assertThat(ask("--reserve", "2", "--since", "-PT2H", "--domain", "cluster-1"))
                .isEqualTo(Berth.DIFFERS);
        assertThat(asked.get())
                .isEqualTo(
                        "POST /api/v1/decisions/what-if Bearer a-token"
                                + " {\"since\":\"-PT2H\",\"limit\":20,\"reserve\":2,"
                                + "\"domain\":\"cluster-1\"}");
        assertThat(out.toString())
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
        body = ANSWER.formatted(12, 0, "", "");

        assertThat(ask("--cpu-weight", "2", "--goal", "CONSOLIDATE")).isEqualTo(Berth.OK);
        assertThat(asked.get())
                .endsWith(
                        "{\"since\":\"-PT24H\",\"limit\":20,\"goal\":\"CONSOLIDATE\","
                                + "\"weights\":{\"cpu\":2.0}}");
    }

    @Test
    void aSpellOfOverCommitmentAloneDiffersToo() {
        body = ANSWER.formatted(12, 0, "", CLUSTER);

        assertThat(ask("--cluster-reserve", "cluster-1=2")).isEqualTo(Berth.DIFFERS);
        assertThat(asked.get()).contains("\"reserves\":{\"cluster-1\":2}");
    }

    @Test
    void theWholeAnswerCanBePrinted() {
        body = ANSWER.formatted(12, 0, "", "");

        assertThat(ask("--reserve", "1", "--json")).isEqualTo(Berth.OK);
        assertThat(out.toString()).contains("\"digest\" : \"abc\"");
    }

    @Test
    void aQuestionThatChangesNothingIsWrongUsage() {
        assertThat(ask("--domain", "cluster-1")).isEqualTo(2);
        assertThat(err.toString()).contains("Say what would be otherwise");
    }

    @Test
    void aRefusalSaysWhatPlacementSaid() {
        status = 429;
        body =
                """
                {"detail": "This instance answers one at a time", "hint": "Ask again"}
                """;

        assertThat(ask("--reserve", "1")).isEqualTo(Berth.FAILED);
        assertThat(err.toString()).contains("This instance answers one at a time Ask again");
    }

    private int ask(String... arguments) {
        CommandLine line = Berth.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        String[] all = new String[arguments.length + 5];
        all[0] = "what-if";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        all[arguments.length + 1] = "--token";
        all[arguments.length + 2] = "a-token";
        all[arguments.length + 3] = "--placement-url";
        all[arguments.length + 4] = "http://127.0.0.1:" + placement.getAddress().getPort();
        return line.execute(all);
    }

    private void answer(HttpExchange exchange) throws IOException {
        asked.set(
                "%s %s %s %s"
                        .formatted(
                                exchange.getRequestMethod(),
                                exchange.getRequestURI(),
                                exchange.getRequestHeaders().getFirst("Authorization"),
                                new String(
                                        exchange.getRequestBody().readAllBytes(),
                                        StandardCharsets.UTF_8)));
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        try (exchange) {
            exchange.getResponseBody().write(bytes);
        }
    }
}
