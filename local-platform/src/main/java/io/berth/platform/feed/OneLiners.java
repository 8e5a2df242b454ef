package io.berth.platform.feed;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.wire.EncodedEvent;
import java.nio.charset.StandardCharsets;

/** Shell lines that write the same record without this program, for people and scripts. */
public final class OneLiners {
    private OneLiners() {}

    /**
     * With {@code kcat}, straight into Kafka. Its own partitioner differs from Berth's, and a
     * record in the wrong partition is refused, so the line names murmur2.
     */
    public static String kcat(EncodedEvent event, String bootstrap, String topicPrefix) {
        StringBuilder line = new StringBuilder("printf '%s' ");
        line.append(quoted(payload(event)))
                .append(" | kcat -P -b ")
                .append(quoted(bootstrap))
                .append(" -t ")
                .append(quoted(topicPrefix + event.topic()))
                .append(" -k ")
                .append(quoted(event.key()))
                .append(" -X topic.partitioner=murmur2_random");
        event.headers()
                .forEach((name, value) -> line.append(" -H ").append(quoted(name + "=" + value)));
        return line.toString();
    }

    /**
     * With {@code curl}, to monitoring, which writes it to the same topic.
     *
     * @param host of which the event speaks, and so must the token
     * @param url that takes events of this kind
     */
    public static String curl(EncodedEvent event, HostId host, String url) {
        return "curl -sS -X POST -H \"Authorization: Bearer $(./berth token agent --host "
                + host
                + ")\""
                + " -H 'Content-Type: application/json' -d "
                + quoted(payload(event))
                + " "
                + quoted(url);
    }

    private static String payload(EncodedEvent event) {
        return new String(event.payload(), StandardCharsets.UTF_8);
    }

    /** For a POSIX shell; plain words are left as they are. */
    static String quoted(String word) {
        return word.matches("[A-Za-z0-9_./:=,@%+-]+")
                ? word
                : "'" + word.replace("'", "'\\''") + "'";
    }
}
