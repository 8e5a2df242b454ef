package io.berth.contracts.facts;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.Topics;
import io.berth.contracts.hosts.HostFactsReported;
import io.berth.contracts.hosts.HostReport;
import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.CsvId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.Tenure;
import io.berth.contracts.inventory.HypervisorKind;
import io.berth.contracts.inventory.NetworkAdapter;
import io.berth.contracts.inventory.Offload;
import io.berth.contracts.inventory.Processor;
import io.berth.contracts.inventory.ProcessorVendor;
import io.berth.contracts.wire.EventCodec;
import io.berth.contracts.wire.EventEnvelope;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HostFactsTest {
    private static final Instant AT = Instant.parse("2026-03-14T09:26:53.589123456Z");

    @Test
    void theLargestReportWithTheLongestNamesFits() {
        HostFactsReported report =
                new HostFactsReported(
                        new HostId(text(64, 0)),
                        new DomainId(text(64, 0)),
                        new BootId(Long.MAX_VALUE),
                        new Tenure(Long.MAX_VALUE),
                        new CommandId(text(64, 0)),
                        largest(),
                        AT);

        byte[] payload =
                new EventCodec<HostReport>(Topics.HOST_REPORTS)
                        .encode(new EventEnvelope<>("id-1", "/berth/agents", AT, null, report))
                        .payload();

        assertThat(payload).hasSizeLessThan(EventCodec.MAX_PAYLOAD);
    }

    private static HostFacts largest() {
        return new HostFacts(
                system(),
                new Processor(
                        ProcessorVendor.INTEL,
                        text(Processor.MAX_MODEL, 0),
                        many(Processor.MAX_FEATURES, i -> text(Processor.MAX_FEATURE, i))),
                many(HostFacts.MAX_ADAPTERS, HostFactsTest::adapter),
                many(
                        HostFacts.MAX_SWITCHES,
                        i ->
                                new SwitchFacts(
                                        text(NetworkAdapter.MAX_NAME, i),
                                        text(NetworkAdapter.MAX_NAME, i))),
                new HypervisorFacts(HypervisorKind.XENSERVER, text(HypervisorFacts.MAX_VERSION, 0)),
                many(
                        HostFacts.MAX_PROBES,
                        i ->
                                new PeerProbe(
                                        new HostId(text(64, i)),
                                        text(PeerProbe.MAX_NETWORK, i),
                                        PeerProbe.MAX_PACKETS,
                                        PeerProbe.MAX_PACKETS,
                                        Duration.ofNanos(123_456_789_012L))),
                many(HostFacts.MAX_DISKS, HostFactsTest::disk),
                many(
                        HostFacts.MAX_COMPONENTS,
                        i ->
                                new CertifiedComponent(
                                        CertifiedComponent.Sort.HARDWARE,
                                        text(CertifiedComponent.MAX_NAME, i),
                                        many(
                                                CertifiedComponent.MAX_MARKS,
                                                j -> text(CertifiedComponent.MAX_MARK, j)))));
    }

    private static SystemFacts system() {
        String text = text(SystemFacts.MAX_TEXT, 0);
        return new SystemFacts(
                text,
                text,
                text,
                text,
                99L,
                many(SystemFacts.MAX_UPDATES, i -> text(SystemFacts.MAX_UPDATE, i)),
                text,
                MemoryDump.COMPLETE,
                -SystemFacts.MAX_OFFSET_MILLIS,
                many(
                        SystemFacts.MAX_SERVICES,
                        i ->
                                new ServiceFacts(
                                        text(ServiceFacts.MAX_NAME, i),
                                        ServiceFacts.State.DISABLED)),
                many(
                        SystemFacts.MAX_DRIVERS,
                        i ->
                                new DriverFacts(
                                        text(DriverFacts.MAX_NAME, i),
                                        text(DriverFacts.MAX_VERSION, i),
                                        false)));
    }

    private static AdapterFacts adapter(int number) {
        return new AdapterFacts(
                new NetworkAdapter(
                        text(NetworkAdapter.MAX_NAME, number),
                        NetworkAdapter.MAX_SPEED_MBIT,
                        Arrays.asList(Offload.values())),
                text(AdapterFacts.MAX_MAC, number),
                many(
                        AdapterFacts.MAX_ADDRESSES,
                        i -> new AdapterAddress(text(AdapterAddress.MAX_ADDRESS, i), 128)),
                AdapterFacts.MAX_POSITION,
                text(NetworkAdapter.MAX_NAME, number));
    }

    private static DiskFacts disk(int number) {
        return new DiskFacts(
                text(DiskFacts.MAX_ID, number),
                text(DiskFacts.MAX_ID, number),
                new MiB(1L << 40),
                new CsvId(text(64, number)),
                text(DiskFacts.MAX_FILE_SYSTEM, number),
                false,
                DiskFacts.Probe.WORKED,
                DiskFacts.Probe.WORKED,
                DiskFacts.Probe.WORKED,
                Duration.ofNanos(123_456_789_012L),
                DiskFacts.MAX_PATHS,
                false);
    }

    private static <T> List<T> many(int number, IntFunction<T> make) {
        return IntStream.range(0, number).mapToObj(make).toList();
    }

    private static String text(int length, int number) {
        return "x".repeat(length - 6) + "%06d".formatted(number);
    }
}
