package io.berth.placement.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.contracts.inventory.GuestArchitecture;
import io.berth.contracts.inventory.ProcessorVendor;
import io.berth.placement.domain.policy.Rulebook;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class RulebookFilesTest {
    @Test
    void theFilesThatAreShippedCanBeRead() {
        Rulebook rulebook = RulebookFiles.read();

        assertThat(rulebook.processors().ofVendor())
                .containsOnlyKeys(ProcessorVendor.AMD, ProcessorVendor.INTEL);
        assertThat(rulebook.processors().ofVendor().get(ProcessorVendor.INTEL))
                .contains("lm", "nx", "sse2")
                .doesNotContain("avx", "sse4_1");
        assertThat(rulebook.guests().limits())
                .anySatisfy(limit -> {
                    assertThat(limit.maxVcpus()).isEqualTo(4);
                    assertThat(limit.guests()).contains("rhel6.0", "centos6.0");
                })
                .anySatisfy(limit -> {
                    assertThat(limit.maxVcpus()).isEqualTo(1);
                    assertThat(limit.architecture()).isEqualTo(GuestArchitecture.X86);
                    assertThat(limit.products()).contains("windowsserver2008");
                });
    }

    @Test
    void aFaultyEntryIsNamed() {
        Properties guests = new Properties();
        guests.setProperty("odd.guests", "Linux");
        guests.setProperty("odd.whole-names", "false");
        guests.setProperty("odd.max-vcpus", "many");
        Properties processors = new Properties();
        processors.setProperty("VIA", "sse2");

        assertThatThrownBy(() -> RulebookFiles.guests(guests))
                .hasMessageContaining("guest-limits.properties, entry odd")
                .hasMessageContaining("many");
        assertThatThrownBy(() -> RulebookFiles.processors(processors))
                .hasMessageContaining("processors.properties, entry VIA");
    }
}
