package io.berth.monitoring.it;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Placement's answers about moves: every host runs a small VM that stays and a large one, named
 * after it, that would go.
 */
public final class FakePlacement implements QuarkusTestResourceLifecycleManager {
    private static final String LARGE = "-large";

    private final HttpServer server;

    /** The VM that would leave a host. */
    static String leaving(String host) {
        return host + LARGE;
    }

    /** The host that it would go to. */
    static String target(String host) {
        return host + "-cool";
    }

    public FakePlacement() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @Override
    public Map<String, String> start() {
        server.createContext("/api/v1/assignments", FakePlacement::assignments);
        server.createContext("/api/v1/migrations", FakePlacement::migrations);
        server.start();
        try {
            Path token = Files.createTempFile("placement", ".token");
            Files.writeString(token, "a-token\n");
            return Map.of(
                    "berth.tips.placement",
                    "http://127.0.0.1:" + server.getAddress().getPort(),
                    "berth.tips.token-file",
                    token.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void assignments(HttpExchange exchange) throws IOException {
        String host = exchange.getRequestURI().getQuery().replaceAll(".*host=([^&]+)&.*", "$1");
        answer(
                exchange,
                "{\"items\":[{\"vm\":\"small\",\"spec\":{\"vcpus\":1}},{\"vm\":\"%s\",\"spec\":{\"vcpus\":8}}]}"
                        .formatted(leaving(host)));
    }

    private static void migrations(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String vm = body.replaceAll(".*\"vm\":\"([^\"]+)\".*", "$1");
        boolean authorised =
                "Bearer a-token".equals(exchange.getRequestHeaders().getFirst("Authorization"));
        answer(
                exchange,
                !vm.endsWith(LARGE) || !authorised
                        ? "{\"dryRun\":true,\"moves\":[{\"vm\":\"%s\",\"state\":\"BLOCKED\"}]}"
                                .formatted(vm)
                        : "{\"dryRun\":true,\"moves\":[{\"vm\":\"%s\",\"state\":\"MOVING\",\"target\":\"%s\",\"mode\":\"LIVE\"}]}"
                                .formatted(vm, target(vm.replace(LARGE, ""))));
    }

    private static void answer(HttpExchange exchange, String body) throws IOException {
        try (exchange) {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void stop() {
        server.stop(0);
    }
}
