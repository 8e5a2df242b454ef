package io.berth.platform.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.Topics;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.telemetry.KvpItem;
import io.berth.contracts.telemetry.KvpReported;
import io.berth.contracts.wire.EncodedEvent;
import io.berth.platform.RestApi;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OneLinersTest {
    private static final EncodedEvent EVENT =
            Feeder.encode(
                    Topics.KVP,
                    new KvpReported(
                            new VmId("vm-1"),
                            new HostId("node-1"),
                            List.of(new KvpItem(1, "motd", "it's $HOME"))),
                    "id-1",
                    Instant.parse("2026-01-02T03:04:05Z"));

    @Test
    void kcatIsToldThePartitionerAndEveryHeader() {
        assertThat(OneLiners.kcat(EVENT, "127.0.0.1:8092", "test."))
                .startsWith("printf '%s' '{\"vm\":\"vm-1\"")
                .contains(" | kcat -P -b 127.0.0.1:8092 -t test.telemetry.kvp -k vm-1 ")
                .contains("-X topic.partitioner=murmur2_random")
                .contains("-H ce_specversion=1.0 -H ce_id=id-1")
                .contains("-H ce_type=io.berth.telemetry.kvp-reported.v1")
                .contains("-H ce_source=/berth/feed -H ce_time=2026-01-02T03:04:05Z")
                .endsWith("-H content-type=application/json");
    }

    @Test
    void curlSpeaksToMonitoringAsAnAgent() {
        String url = RestApi.url("http://127.0.0.1:8083/", "kvp");
        assertThat(OneLiners.curl(EVENT, new HostId("node-1"), url))
                .contains("$(./berth token agent --host node-1)")
                .contains("-X POST")
                .endsWith(" http://127.0.0.1:8083/api/v1/kvp");
    }

    /** A shell gives back what was quoted, whatever it is. */
    @ParameterizedTest
    @ValueSource(strings = {"plain", "it's", "$HOME `id` \"x\" \\", "", "a\nb", "; rm -r x", "*"})
    void aShellReadsWhatWasQuoted(String word) throws Exception {
        Process shell =
                new ProcessBuilder("sh", "-c", "printf '%s' " + OneLiners.quoted(word)).start();
        String read = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(read).isEqualTo(word);
    }
}
