package io.berth.platform.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine;

/** A placement that answers every request alike, and the commands that ask it. */
final class FakePlacement implements AutoCloseable {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final AtomicReference<String> asked = new AtomicReference<>("");
    private final HttpServer server;
    private volatile int status = 200;
    private volatile String body = "";

    FakePlacement() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    /** What it answers from now on. */
    void answers(String newBody) {
        body = newBody;
    }

    /** What it refuses with from now on. */
    void refuses(int newStatus, String newBody) {
        status = newStatus;
        body = newBody;
    }

    /** The last request: its method, path, authorisation and, where it has one, body. */
    String asked() {
        return asked.get();
    }

    /** What the command has printed. */
    String out() {
        return out.toString();
    }

    /** What the command has printed as errors. */
    String err() {
        return err.toString();
    }

    /** Runs a command against it; returns the exit code. */
    int run(String command, String... arguments) {
        CommandLine line = Berth.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        List<String> all = new ArrayList<>();
        all.add(command);
        all.addAll(List.of(arguments));
        all.addAll(List.of("--token", "a-token"));
        all.addAll(List.of("--placement-url", "http://127.0.0.1:" + server.getAddress().getPort()));
        return line.execute(all.toArray(String[]::new));
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String sent = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        asked.set(
                "%s %s %s %s"
                        .formatted(
                                exchange.getRequestMethod(),
                                exchange.getRequestURI(),
                                exchange.getRequestHeaders().getFirst("Authorization"),
                                sent)
                        .strip());
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        try (exchange) {
            exchange.getResponseBody().write(bytes);
        }
    }
}
