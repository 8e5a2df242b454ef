package io.berth.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** TCP ports of this machine's loopback address. */
public final class Ports {
    private Ports() {}

    /**
     * A port that nobody listens on at this moment. The system hands out others first before it
     * repeats one, so two calls in a row differ; nothing reserves it.
     */
    public static int free() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("No free port on the loopback address", e);
        }
    }

    /** Whether a server could listen on this loopback port now. */
    public static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    /**
     * Refuses when the port is taken.
     *
     * @param wantedBy the component that needs the port, for the message
     * @throws PlatformException naming the port, who wants it and how to choose another
     */
    public static void requireFree(int port, String wantedBy) {
        if (!isFree(port)) {
            throw new PlatformException(
                    "Port %d on 127.0.0.1 is taken, and %s needs it. Stop what listens there, or move the whole platform: berth up --port-base N (or BERTH_PORT_BASE=N); all ports lie between N and N+%d."
                            .formatted(port, wantedBy, PortPlan.HIGHEST_OFFSET));
        }
    }
}
