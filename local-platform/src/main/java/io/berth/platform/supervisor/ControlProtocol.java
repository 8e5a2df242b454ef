package io.berth.platform.supervisor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.berth.platform.ComponentName;
import io.berth.platform.ComponentStatus;
import io.berth.platform.PlatformException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is said on the supervisor's socket: one request per connection, one reply, each one line of
 * JSON. Who may open the socket file may give every order; the folder is the owner's alone.
 */
public final class ControlProtocol {
    /** The longest line either side reads: far above the status of every component. */
    static final int MAX_LINE = 256 * 1024;

    private static final ObjectMapper JSON =
            JsonMapper.builder().addModule(new JavaTimeModule()).build();

    private ControlProtocol() {}

    /** What can be ordered. */
    public enum Order {
        /** Tell how everything is. */
        STATUS,
        /** Start one component. */
        START,
        /** Stop one component in an orderly way; it stays down. */
        STOP,
        /** Kill one component; it is started again. */
        KILL,
        /** Kill one component; it stays down. */
        KILL_AND_HOLD,
        /** Freeze one component. */
        PAUSE,
        /** Let a frozen one go on. */
        RESUME,
        /** Stop everything and end. */
        DOWN
    }

    /**
     * An order.
     *
     * @param component null for {@code STATUS} and {@code DOWN}
     */
    public record Request(Order order, @Nullable String component) {
        /**
         * The component that the order is about.
         *
         * @throws PlatformException when none is named
         */
        ComponentName target() {
            if (component == null) {
                throw new PlatformException("Order " + order + " needs the name of a component.");
            }
            return new ComponentName(component);
        }
    }

    /**
     * The answer.
     *
     * @param problem why the order was not carried out; null when it was
     * @param starting whether the platform's first start is still under way
     * @param components as they are after it
     */
    public record Reply(
            @Nullable String problem, boolean starting, List<ComponentStatus> components) {}

    /**
     * Gives an order to the supervisor that listens there and waits until it is carried out.
     *
     * @throws IOException when nobody listens there, or the supervisor ended meanwhile
     */
    public static Reply send(Path socket, Request request) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            write(channel, request);
            return JSON.readValue(readLine(channel), Reply.class);
        }
    }

    static Request readRequest(SocketChannel channel) throws IOException {
        return JSON.readValue(readLine(channel), Request.class);
    }

    static void write(SocketChannel channel, Object message) throws IOException {
        OutputStream output = Channels.newOutputStream(channel);
        output.write((encode(message) + "\n").getBytes(StandardCharsets.UTF_8));
        output.flush();
    }

    private static String encode(Object message) {
        try {
            return JSON.writeValueAsString(message);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Cannot write " + message.getClass(), e);
        }
    }

    private static String readLine(SocketChannel channel) throws IOException {
        BufferedReader reader =
                new BufferedReader(
                        new InputStreamReader(
                                Channels.newInputStream(channel), StandardCharsets.UTF_8));
        StringBuilder line = new StringBuilder();
        for (int c = reader.read(); c != '\n'; c = reader.read()) {
            if (c < 0 || line.length() == MAX_LINE) {
                throw new IOException(
                        c < 0 ? "The other side hung up" : "A line longer than " + MAX_LINE);
            }
            line.append((char) c);
        }
        return line.toString();
    }
}
