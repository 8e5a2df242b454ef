package io.berth.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SameCallTest {
    /** Longer than what is read of an answer at once. */
    private static final byte[] ANSWER = new byte[20_000];

    private final Queue<String> requests = new ConcurrentLinkedQueue<>();
    private final Queue<InetSocketAddress> clients = new ConcurrentLinkedQueue<>();
    private final AtomicInteger status = new AtomicInteger(200);
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/api",
                exchange -> {
                    clients.add(exchange.getRemoteAddress());
                    requests.add(
                            exchange.getRequestMethod()
                                    + " "
                                    + exchange.getRequestURI()
                                    + " "
                                    + exchange.getRequestHeaders().getFirst("Authorization")
                                    + " "
                                    + new String(
                                            exchange.getRequestBody().readAllBytes(),
                                            StandardCharsets.UTF_8));
                    exchange.sendResponseHeaders(status.get(), ANSWER.length);
                    try (var body = exchange.getResponseBody()) {
                        body.write(ANSWER);
                    }
                });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private SameCall call() {
        return new SameCall(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/api/x"),
                "secret",
                "{\"a\":\"ä\"}".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void sendsTheSameOverOneConnection() {
        try (SameCall call = call()) {
            for (int i = 0; i < 3; i++) {
                call.send();
            }
        }

        String one = "POST /api/x Bearer secret {\"a\":\"ä\"}";
        assertThat(List.copyOf(requests)).containsExactly(one, one, one);
        assertThat(clients.stream().distinct()).hasSize(1);
    }

    @Test
    void saysWhatWasNoSuccessAndGoesOn() {
        try (SameCall call = call()) {
            status.set(503);
            assertThatIllegalStateException().isThrownBy(call::send).withMessageContaining("503");
            status.set(200);
            call.send();
        }

        assertThat(requests).hasSize(2);
        assertThat(clients.stream().distinct()).hasSize(1);
    }
}
