package io.berth.monitoring.it;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Takes alerts as an Alertmanager does. What it was posted it gives back, a line each, to {@code
 * GET /posted}, since a test may live in another class loader.
 */
public final class FakeAlertmanager implements QuarkusTestResourceLifecycleManager {
    private final Queue<String> posted = new ConcurrentLinkedQueue<>();
    private final HttpServer server;

    public FakeAlertmanager() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @Override
    public Map<String, String> start() {
        server.createContext("/api/v2/alerts", this::take);
        server.createContext("/posted", this::show);
        server.start();
        return Map.of(
                "berth.alertmanager.url",
                "http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            posted.add(new String(body, StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(200, -1);
        }
    }

    private void show(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] lines = String.join("\n", posted).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, lines.length == 0 ? -1 : lines.length);
            exchange.getResponseBody().write(lines);
        }
    }

    @Override
    public void stop() {
        server.stop(0);
    }
}
