package io.berth.platform.supervisor;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * A service in a process of its own that is ready at once, or never: {@code PORT ready|unready}.
 */
public final class FakeService {
    private FakeService() {}

    /** Serves until it is ended; {@code fails} as the second argument ends it at once. */
    public static void main(String[] args) throws IOException {
        if (args[1].equals("fails")) {
            System.err.println("cannot start: no disk");
            System.exit(7);
        }
        InetSocketAddress address =
                new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0]));
        HttpServer server = HttpServer.create(address, 0);
        server.createContext(
                "/q/health/ready",
                exchange -> {
                    exchange.sendResponseHeaders(args[1].equals("ready") ? 200 : 503, -1);
                    exchange.close();
                });
        server.start();
    }
}
