package io.berth.monitoring.domain.kvp;

import io.berth.contracts.Topics;
import io.berth.contracts.guests.GuestEvent;
import io.berth.contracts.guests.KvpChange;
import io.berth.contracts.guests.KvpChanged;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.telemetry.KvpItem;
import io.berth.contracts.wire.Decoded;
import io.berth.contracts.wire.EventCodec;
import io.berth.contracts.wire.EventEnvelope;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * What must hold for whatever a guest publishes, as a fuzz target: {@code KvpCorpusTest} runs it
 * over a corpus and seeded mutations of it, the profile {@code fuzz} under Jazzer.
 */
public final class KvpFuzz {
    private static final EventCodec<GuestEvent> CODEC = new EventCodec<>(Topics.GUEST_EVENTS);
    private static final VmId VM = new VmId("fuzzed");
    private static final HostId HOST = new HostId("host");
    private static final GuestServices SERVICES =
            new GuestServices(new ServicesRule(Map.of("3.1", List.of("CentOS 6.0"))));

    private KvpFuzz() {}

    /** Called by Jazzer with what it has thought up: big-endian UTF-16 units, cut at the middle. */
    public static void fuzzerTestOneInput(byte[] data) {
        byte[] even = data.length % 2 == 0 ? data : Arrays.copyOf(data, data.length - 1);
        String text = KvpText.text(even);
        int middle = text.length() / 2;
        check(text.substring(0, middle), text.substring(middle));
    }

    /**
     * Judges, keeps, shows and tells a pair.
     *
     * @throws IllegalStateException naming what does not hold
     */
    static void check(String key, String value) {
        String fitKey = key.substring(0, Math.min(key.length(), KvpItem.MAX_TEXT));
        String fitValue = value.substring(0, Math.min(value.length(), KvpItem.MAX_TEXT));
        List<KvpItem> items = new ArrayList<>();
        for (KvpPool pool : KvpPool.values()) {
            items.add(new KvpItem(pool.number(), fitKey, fitValue));
        }
        items.add(new KvpItem(2, IntrinsicKey.OS_VERSION.key(), fitValue));
        for (KvpItem item : items) {
            KvpJudgement.flags(item);
        }
        text(fitKey);
        text(fitValue);
        version(fitValue);
        SERVICES.judge(fitKey, Map.of("IntegrationServicesVersion", fitValue, "OSName", fitKey));
        told(items);
    }

    private static void text(String text) {
        hold(KvpText.text(KvpText.bytes(text)).equals(text), "the exact text is kept");
        String shown = KvpText.visible(text);
        hold(
                shown.chars().noneMatch(Character::isISOControl)
                        && StandardCharsets.UTF_8.newEncoder().canEncode(shown),
                "what is shown has no control character and no half of a pair");
        String cut = KvpChanges.shown(text, 64);
        hold(cut.length() <= 64 && shown.startsWith(cut), "what is cut begins what is shown");
    }

    private static void version(String text) {
        GuestVersion version = GuestVersion.of(text);
        hold(version.numbers().size() <= 4, "at most four numbers");
        hold(version.sortKey().length == 16, "sixteen bytes to sort by");
        hold(text.endsWith(version.rest()), "the rest is kept");
        hold(version.understood() || version.rest().equals(text), "or all of it");
        GuestVersion next = GuestVersion.of("1" + text);
        hold(
                !next.understood()
                        || !version.understood()
                        || Integer.signum(version.compareTo(next))
                                == -Integer.signum(next.compareTo(version)),
                "older one way is newer the other way");
    }

    private static void told(List<KvpItem> items) {
        KvpChanged event = KvpChanges.event(VM, HOST, items, 0, Instant.EPOCH);
        for (KvpChange change : event.changes()) {
            hold(change.key().length() <= KvpChange.MAX_KEY, "keys are cut");
        }
        EventEnvelope<GuestEvent> sent =
                new EventEnvelope<>("1", "/fuzz", Instant.EPOCH, null, event);
        ProducerRecord<byte[], byte[]> record = CODEC.encode(sent).toRecord("", null);
        hold(record.value().length <= EventCodec.MAX_PAYLOAD, "an event is not too long");
        hold(
                CODEC.decode(record.key(), record.headers(), record.value())
                        .equals(new Decoded.Known<>(sent)),
                "an event is read as it was written");
    }

    private static void hold(boolean holds, String what) {
        if (!holds) {
            throw new IllegalStateException("does not hold: " + what);
        }
    }
}
