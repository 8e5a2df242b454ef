package io.berth.platform.supervisor;

import io.berth.platform.ComponentStatus;
import io.berth.platform.PlatformException;
import io.berth.platform.supervisor.ControlProtocol.Reply;
import io.berth.platform.supervisor.ControlProtocol.Request;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes orders on a Unix domain socket in a folder that only the owner can enter. */
public final class ControlServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControlServer.class);

    private final Supervisor supervisor;
    private final BooleanSupplier starting;
    private final Runnable down;
    private final Path socket;
    private final ServerSocketChannel server;

    /**
     * Listens at once.
     *
     * @param socket the file to make; its folder must be the owner's alone
     * @param starting whether the first start is still under way
     * @param down ends the daemon; must return at once
     * @throws IOException when the socket cannot be made
     */
    public ControlServer(
            Path socket, Supervisor supervisor, BooleanSupplier starting, Runnable down)
            throws IOException {
        this.supervisor = supervisor;
        this.starting = starting;
        this.down = down;
        this.socket = socket;
        Files.deleteIfExists(socket);
        this.server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        Thread.ofPlatform().daemon().name("control").start(this::accept);
    }

    /** Where it listens. */
    public Path socket() {
        return socket;
    }

    @Override
    public void close() throws IOException {
        server.close();
        Files.deleteIfExists(socket);
    }

    private void accept() {
        while (server.isOpen()) {
            try {
                SocketChannel caller = server.accept();
                Thread.ofVirtual().name("control-order").start(() -> serve(caller));
            } catch (ClosedChannelException closed) {
                return;
            } catch (IOException e) {
                LOG.warn("Could not take an order: {}", e.getMessage());
            }
        }
    }

    private void serve(SocketChannel caller) {
        try (caller) {
            Request request = ControlProtocol.readRequest(caller);
            ControlProtocol.write(caller, carryOut(request));
            if (request.order() == ControlProtocol.Order.DOWN) {
                down.run();
            }
        } catch (IOException e) {
            LOG.warn("An order was not understood or not answered: {}", e.getMessage());
        }
    }

    private Reply carryOut(Request request) {
        try {
            List<ComponentStatus> components =
                    switch (request.order()) {
                        case STATUS -> supervisor.status();
                        case START -> after(() -> supervisor.start(request.target()));
                        case STOP -> after(() -> supervisor.stop(request.target()));
                        case KILL -> after(() -> supervisor.crash(request.target()));
                        case KILL_AND_HOLD -> after(() -> supervisor.killAndHold(request.target()));
                        case PAUSE -> after(() -> supervisor.pause(request.target()));
                        case RESUME -> after(() -> supervisor.resume(request.target()));
                        case DOWN -> List.of();
                    };
            return new Reply(null, starting.getAsBoolean(), components);
        } catch (PlatformException e) {
            return new Reply(e.getMessage(), starting.getAsBoolean(), List.of());
        } catch (RuntimeException e) {
            LOG.error("Order {} failed", request, e);
            return new Reply("The supervisor failed: " + e, starting.getAsBoolean(), List.of());
        }
    }

    private static List<ComponentStatus> after(Runnable order) {
        order.run();
        return List.of();
    }
}
