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

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final AtomicReference<String> asked = new AtomicReference<>("");
    private final HttpServer placement;
    private int status = 200;
    private String body = "";

    ReplayCommandTest() throws IOException {
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
    void aDecisionThatComesOutAlikeIsSaidSo() {
        body = ANSWER.formatted(true, "aa");

        assertThat(replay("42")).isEqualTo(Berth.OK);
        assertThat(asked.get()).isEqualTo("POST /api/v1/decisions/42/replay Bearer a-token");
        assertThat(out.toString())
                .contains("decision 42 of domain cluster-1, made at 2026-11-22T10:00:00Z")
                .contains("from    monitoring.node-events-3@17")
                .contains("tells   VM web-1, epoch 4, host node-2, HOST_FAILED")
                .contains("identical, bit for bit");
    }

    @Test
    void oneThatDoesNotFails() {
        body = ANSWER.formatted(false, "bb");

        assertThat(replay("42")).isEqualTo(Berth.FAILED);
        assertThat(out.toString()).contains("now     bb").contains("NOT the same");
    }

    @Test
    void theWholeAnswerCanBePrinted() {
        body = ANSWER.formatted(true, "aa");

        assertThat(replay("42", "--json")).isEqualTo(Berth.OK);
        assertThat(out.toString()).contains("\"cause\" : \"HOST_FAILED\"");
    }

    @Test
    void aRefusalSaysWhatPlacementSaid() {
        status = 404;
        body =
                """
                {"detail": "There is no decision 7", "hint": "GET /api/v1/vms/{id} names them"}
                """;

        assertThat(replay("7")).isEqualTo(Berth.FAILED);
        assertThat(err.toString())
                .contains("There is no decision 7 GET /api/v1/vms/{id} names them");
    }

    private int replay(String... arguments) {
        CommandLine line = Berth.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        String[] all = new String[arguments.length + 5];
        all[0] = "replay";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        all[arguments.length + 1] = "--token";
        all[arguments.length + 2] = "a-token";
        all[arguments.length + 3] = "--placement-url";
        all[arguments.length + 4] = "http://127.0.0.1:" + placement.getAddress().getPort();
        return line.execute(all);
    }

    private void answer(HttpExchange exchange) throws IOException {
        asked.set(
                "%s %s %s"
                        .formatted(
                                exchange.getRequestMethod(),
                                exchange.getRequestURI(),
                                exchange.getRequestHeaders().getFirst("Authorization")));
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        try (exchange) {
            exchange.getResponseBody().write(bytes);
        }
    }
}
