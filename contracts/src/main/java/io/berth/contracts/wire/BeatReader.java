package io.berth.contracts.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.SerializedString;
import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.Tenure;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.telemetry.HostBeat;
import io.berth.contracts.telemetry.HostLoad;
import io.berth.contracts.telemetry.IntegrationHeartbeat;
import io.berth.contracts.telemetry.VmObservation;
import io.berth.contracts.telemetry.VmPower;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the one event of which there are many, in the form in which every program of Berth writes
 * it: each field once, in the order of the record, of the expected kind. A third of the time that
 * binding by reflection takes, on the path that decides how large a fleet one core can watch.
 *
 * <p><b>Goal.</b> What it reads is what the general reader would have read. It never refuses: for
 * anything out of the ordinary (other order, a name that it does not know, a bad value, broken
 * JSON) it answers null, and the general reader says what is to be said. So it decides nothing, and
 * a beat written by hand only takes longer.
 *
 * <p><b>Why no field can stand twice</b> although its parser does not look for that: each name is
 * asked for at one place only, and names that may be left out must come in rising order.
 *
 * <p>No state of its own; safe for many threads.
 */
final class BeatReader {
    private static final SerializableString HOST = new SerializedString("host");
    private static final SerializableString DOMAIN = new SerializedString("domain");
    private static final SerializableString BOOT = new SerializedString("boot");
    private static final SerializableString TENURE = new SerializedString("tenure");
    private static final SerializableString SEQUENCE = new SerializedString("sequence");
    private static final SerializableString ACKNOWLEDGED = new SerializedString("acknowledged");
    private static final SerializableString WATCHDOG = new SerializedString("watchdog");
    private static final SerializableString FENCED = new SerializedString("fenced");
    private static final SerializableString SENT_AT = new SerializedString("sentAt");
    private static final SerializableString LOAD = new SerializedString("load");
    private static final SerializableString CPU_PERCENT = new SerializedString("cpuPercent");
    private static final SerializableString MEMORY_USED = new SerializedString("memoryUsed");
    private static final SerializableString VM_DIGEST = new SerializedString("vmDigest");
    private static final SerializableString VM = new SerializedString("vm");
    private static final SerializableString EPOCH = new SerializedString("epoch");
    private static final SerializableString POWER = new SerializedString("power");
    private static final SerializableString HEARTBEAT = new SerializedString("heartbeat");

    private static final Constants<VmPower> POWERS = new Constants<>(VmPower.values());
    private static final Constants<IntegrationHeartbeat> HEARTBEATS =
            new Constants<>(IntegrationHeartbeat.values());

    private final JsonFactory factory;

    /**
     * @param general the dialect of the general reader, whose limits apply
     */
    BeatReader(JsonFactory general) {
        factory =
                JsonFactory.builder()
                        .streamReadConstraints(general.streamReadConstraints())
                        .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                        .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
                        .build();
    }

    /** A beat; null when the general reader must look at it. */
    @Nullable HostBeat read(byte[] value) {
        try (JsonParser parser = factory.createParser(value)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            HostBeat beat = beat(parser);
            return parser.nextToken() == null ? beat : null;
        } catch (Unusual | IOException | IllegalArgumentException | DateTimeException _) {
            return null;
        }
    }

    private static HostBeat beat(JsonParser parser) throws IOException, Unusual {
        HostId host = new HostId(text(parser, HOST));
        DomainId domain = new DomainId(text(parser, DOMAIN));
        BootId boot = new BootId(number(parser, BOOT));
        Tenure tenure = new Tenure(number(parser, TENURE));
        long sequence = number(parser, SEQUENCE);
        long acknowledged = number(parser, ACKNOWLEDGED);
        boolean watchdog = flag(parser, WATCHDOG);
        boolean fenced = flag(parser, FENCED);
        Instant sentAt = StrictTimes.instant(text(parser, SENT_AT));
        name(parser, LOAD);
        HostLoad load = load(parser);
        String digest = text(parser, VM_DIGEST);
        List<VmObservation> vms = null;
        List<HostId> hears = null;
        Duration backWithin = null;
        Duration lease = null;
        String next = parser.nextFieldName();
        if ("vms".equals(next)) {
            vms = table(parser);
            next = parser.nextFieldName();
        }
        if ("hears".equals(next)) {
            hears = hosts(parser);
            next = parser.nextFieldName();
        }
        if ("backWithin".equals(next)) {
            expect(parser.nextToken() == JsonToken.VALUE_STRING);
            backWithin = Duration.parse(parser.getText());
            next = parser.nextFieldName();
        }
        if ("lease".equals(next)) {
            expect(parser.nextToken() == JsonToken.VALUE_STRING);
            lease = Duration.parse(parser.getText());
            next = parser.nextFieldName();
        }
        expect(next == null && parser.hasToken(JsonToken.END_OBJECT));
        return new HostBeat(
                host,
                domain,
                boot,
                tenure,
                sequence,
                acknowledged,
                watchdog,
                fenced,
                sentAt,
                load,
                digest,
                vms,
                hears,
                backWithin,
                lease);
    }

    private static HostLoad load(JsonParser parser) throws IOException, Unusual {
        expect(parser.nextToken() == JsonToken.START_OBJECT);
        name(parser, CPU_PERCENT);
        expect(parser.nextToken() == JsonToken.VALUE_NUMBER_FLOAT);
        double cpuPercent = parser.getDoubleValue();
        MiB memoryUsed = new MiB(number(parser, MEMORY_USED));
        Long link = null;
        String next = parser.nextFieldName();
        if ("migrationLinkMbit".equals(next)) {
            link = number(parser);
            next = parser.nextFieldName();
        }
        expect(next == null && parser.hasToken(JsonToken.END_OBJECT));
        return new HostLoad(cpuPercent, memoryUsed, link);
    }

    private static List<VmObservation> table(JsonParser parser) throws IOException, Unusual {
        expect(parser.nextToken() == JsonToken.START_ARRAY);
        List<VmObservation> vms = new ArrayList<>();
        while (parser.nextToken() == JsonToken.START_OBJECT) {
            expect(vms.size() < HostBeat.MAX_VMS);
            VmId vm = new VmId(text(parser, VM));
            Epoch epoch = new Epoch(number(parser, EPOCH));
            name(parser, POWER);
            VmPower power = POWERS.of(parser);
            name(parser, HEARTBEAT);
            IntegrationHeartbeat heartbeat = HEARTBEATS.of(parser);
            expect(parser.nextToken() == JsonToken.END_OBJECT);
            vms.add(new VmObservation(vm, epoch, power, heartbeat));
        }
        expect(parser.hasToken(JsonToken.END_ARRAY));
        return vms;
    }

    private static List<HostId> hosts(JsonParser parser) throws IOException, Unusual {
        expect(parser.nextToken() == JsonToken.START_ARRAY);
        List<HostId> hosts = new ArrayList<>();
        while (parser.nextToken() == JsonToken.VALUE_STRING) {
            expect(hosts.size() < HostBeat.MAX_HEARD);
            hosts.add(new HostId(parser.getText()));
        }
        expect(parser.hasToken(JsonToken.END_ARRAY));
        return hosts;
    }

    private static void name(JsonParser parser, SerializableString name)
            throws IOException, Unusual {
        expect(parser.nextFieldName(name));
    }

    private static String text(JsonParser parser, SerializableString name)
            throws IOException, Unusual {
        name(parser, name);
        expect(parser.nextToken() == JsonToken.VALUE_STRING);
        return parser.getText();
    }

    private static long number(JsonParser parser, SerializableString name)
            throws IOException, Unusual {
        name(parser, name);
        return number(parser);
    }

    private static long number(JsonParser parser) throws IOException, Unusual {
        expect(parser.nextToken() == JsonToken.VALUE_NUMBER_INT);
        return parser.getLongValue();
    }

    private static boolean flag(JsonParser parser, SerializableString name)
            throws IOException, Unusual {
        name(parser, name);
        JsonToken token = parser.nextToken();
        expect(token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE);
        return token == JsonToken.VALUE_TRUE;
    }

    private static void expect(boolean usual) throws Unusual {
        if (!usual) {
            throw Unusual.BEAT;
        }
    }

    /**
     * The constants of an enum by the characters of their names, so that no text is made of them.
     */
    private static final class Constants<T extends Enum<T>> {
        private final T[] values;
        private final char[][] names;

        Constants(T[] values) {
            this.values = values;
            this.names =
                    Arrays.stream(values)
                            .map(value -> value.name().toCharArray())
                            .toArray(char[][]::new);
        }

        T of(JsonParser parser) throws IOException, Unusual {
            expect(parser.nextToken() == JsonToken.VALUE_STRING);
            char[] text = parser.getTextCharacters();
            int from = parser.getTextOffset();
            int to = from + parser.getTextLength();
            for (int i = 0; i < names.length; i++) {
                if (Arrays.equals(names[i], 0, names[i].length, text, from, to)) {
                    return values[i];
                }
            }
            throw Unusual.BEAT;
        }
    }

    /** The general reader must look; never leaves this class. */
    private static final class Unusual extends Exception {
        private static final long serialVersionUID = 1L;
        static final Unusual BEAT = new Unusual();

        private Unusual() {
            super("unusual", null, false, false);
        }
    }
}
