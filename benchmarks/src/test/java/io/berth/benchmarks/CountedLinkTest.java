package io.berth.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CountedLinkTest {
    @Test
    void carriesEachByteInBothDirections() throws IOException, InterruptedException {
        byte[] sent = new byte[1_000_000];
        new Random(1).nextBytes(sent);
        try (ServerSocket target = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                CountedLink link =
                        new CountedLink(
                                new InetSocketAddress(
                                        target.getInetAddress(), target.getLocalPort()));
                Socket source = new Socket(link.address().getAddress(), link.address().getPort())) {
            Thread echo =
                    Thread.ofVirtual()
                            .start(() -> {
                                try (Socket guest = target.accept()) {
                                    guest.getOutputStream()
                                            .write(guest.getInputStream().readAllBytes());
                                } catch (IOException e) {
                                    throw new IllegalStateException(e);
                                }
                            });
            source.getOutputStream().write(sent);
            source.shutdownOutput();
            assertThat(source.getInputStream().readAllBytes()).isEqualTo(sent);
            echo.join();
        }
    }

    @Test
    void theRateLeavesOutBothEdges() {
        long second = 1_000_000_000L;
        CountedLink.Passage passage = new CountedLink.Passage();
        assertThat(passage.rate()).isZero();
        passage.note(0, 1_000_000);
        for (int tenth = 3; tenth < 23; tenth++) {
            passage.note(tenth * second / 10, 500);
        }
        passage.note(25 * second / 10, 2_000_000);
        assertThat(passage.rate()).isEqualTo(5_000);
    }
}
