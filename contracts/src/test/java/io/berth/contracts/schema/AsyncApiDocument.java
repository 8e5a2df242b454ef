package io.berth.contracts.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.berth.contracts.ForeignTopic;
import io.berth.contracts.Topic;
import io.berth.contracts.Topics;
import io.berth.contracts.wire.EventCodec;
import io.berth.contracts.wire.EventEnvelope;
import io.berth.contracts.wire.RejectionCode;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * The AsyncAPI 3.0 document of all topics, from {@link Topics}, the schemas and {@link Flows}.
 * Topic names stand without the prefix of an installation.
 */
final class AsyncApiDocument {
    private static final String DEAD_LETTERS = "dead-letters";

    private final ObjectNode root = EventCodec.JSON.createObjectNode();
    private final ObjectNode channels = EventCodec.JSON.createObjectNode();
    private final ObjectNode operations = EventCodec.JSON.createObjectNode();
    private final ObjectNode messages = EventCodec.JSON.createObjectNode();

    private AsyncApiDocument() {}

    /** The document as it is published. */
    static String yaml() {
        YAMLMapper mapper =
                YAMLMapper.builder()
                        .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                        .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                        .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
                        .build();
        try {
            return mapper.writeValueAsString(new AsyncApiDocument().build());
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ObjectNode build() {
        root.put("asyncapi", "3.0.0").put("id", "urn:berth:events");
        ObjectNode info = root.putObject("info");
        info.put("title", "Berth events").put("version", "0.1.0");
        info.put(
                "description",
                "Every topic of Berth: CloudEvents 1.0 in Kafka binary mode with a JSON body."
                        + " Keys are partitioned with murmur2. Unknown fields and types are"
                        + " ignored and counted. Topic names may carry the prefix of an"
                        + " installation.");
        info.putObject("license")
                .put("name", "Apache-2.0")
                .put("url", "https://www.apache.org/licenses/LICENSE-2.0.txt");
        ArrayNode tags = info.putArray("tags");
        for (Flows.Party party : Flows.Party.values()) {
            tags.addObject().put("name", party.label()).put("description", party.description());
        }
        root.put("defaultContentType", "application/json");
        root.set("channels", channels);
        root.set("operations", operations);
        ObjectNode components = root.putObject("components");
        components.set("messages", messages);
        components.putObject("messageTraits").set("cloudEvent", cloudEvent());
        Topics.ALL.forEach(this::topic);
        Topics.FOREIGN.forEach(this::foreign);
        deadLetters();
        return root;
    }

    private void topic(Topic<?> topic) {
        Flows.Flow flow = Flows.of(topic);
        ObjectNode channel = channels.putObject(topic.name());
        channel.put("address", topic.name());
        channel.put("description", flow.about());
        ObjectNode channelMessages = channel.putObject("messages");
        topic.types()
                .forEach((type, record) -> {
                    channelMessages.set(type, ref("#/components/messages/" + type));
                    messages.set(type, message(type, record, flow));
                });
        ObjectNode kafka = channel.putObject("bindings").putObject("kafka");
        kafka.put("topic", topic.name());
        kafka.set("topicConfiguration", configuration(topic.kind()));
        kafka.put("bindingVersion", "0.5.0");
        channel.put("x-berth-kind", topic.kind().name());
        channel.put("x-berth-partitioning", topic.partitioning().name());
        channel.put("x-berth-dead-letters", topic.name() + Topic.DEAD_LETTER_SUFFIX);
        flow.from().forEach(party -> operation(party, "send", topic.name(), flow.later()));
        flow.to().forEach(party -> operation(party, "receive", topic.name(), flow.later()));
    }

    /** What programs of others write: no CloudEvents, and so none of their headers. */
    private void foreign(ForeignTopic topic) {
        ObjectNode channel = channels.putObject(topic.name());
        channel.put("address", topic.name());
        channel.put("description", "What programs of others write, in a format of their own.");
        channel.putObject("messages")
                .set(topic.name(), ref("#/components/messages/" + topic.name()));
        ObjectNode message = messages.putObject(topic.name());
        message.put("name", topic.name());
        message.put("contentType", "application/json");
        message.putObject("payload").put("type", "array").putObject("items").put("type", "object");
        ObjectNode kafka = channel.putObject("bindings").putObject("kafka");
        kafka.put("topic", topic.name());
        kafka.set("topicConfiguration", configuration(topic.kind()));
        kafka.put("bindingVersion", "0.5.0");
        channel.put("x-berth-kind", topic.kind().name());
        channel.put("x-berth-dead-letters", topic.name() + Topic.DEAD_LETTER_SUFFIX);
    }

    private static ObjectNode configuration(Topic.Kind kind) {
        ObjectNode configuration = EventCodec.JSON.createObjectNode();
        ArrayNode cleanup = configuration.putArray("cleanup.policy");
        switch (kind) {
            case LOG_TIME -> {
                cleanup.add("delete");
                configuration.put("retention.ms", Duration.ofHours(1).toMillis());
                configuration.put("x-message.timestamp.type", "LogAppendTime");
            }
            case DAY -> {
                cleanup.add("delete");
                configuration.put("retention.ms", Duration.ofDays(1).toMillis());
            }
            case FACTS -> {
                cleanup.add("delete");
                configuration.put("retention.ms", Duration.ofDays(7).toMillis());
            }
            case COMPACTED -> {
                cleanup.add("compact");
                configuration.put("x-min.compaction.lag.ms", Duration.ofDays(7).toMillis());
            }
        }
        return configuration;
    }

    private static ObjectNode message(String type, Class<?> record, Flows.Flow flow) {
        ObjectNode message = EventCodec.JSON.createObjectNode();
        message.put("name", record.getSimpleName());
        message.putArray("traits").add(ref("#/components/messageTraits/cloudEvent"));
        ObjectNode headers = message.putObject("headers");
        headers.put("type", "object");
        headers.putObject("properties").putObject("ce_type").put("const", type);
        ObjectNode payload = message.putObject("payload");
        payload.put("schemaFormat", "application/schema+json;version=draft-2020-12");
        payload.set("schema", ref("./schemas/" + type + ".json"));
        ObjectNode kafka = message.putObject("bindings").putObject("kafka");
        kafka.putObject("key").put("type", "string").put("description", flow.key());
        kafka.put("bindingVersion", "0.5.0");
        return message;
    }

    private static ObjectNode cloudEvent() {
        ObjectNode trait = EventCodec.JSON.createObjectNode();
        trait.put("contentType", "application/json");
        ObjectNode headers = trait.putObject("headers");
        headers.put("type", "object");
        ArrayNode required = headers.putArray("required");
        List.of("ce_specversion", "ce_id", "ce_type", "ce_source", "ce_time")
                .forEach(required::add);
        ObjectNode properties = headers.putObject("properties");
        properties.putObject("ce_specversion").put("const", "1.0");
        attribute(properties, "ce_id", "Unique per source; a repetition has the same.");
        attribute(properties, "ce_type", "Names the record and its version.");
        attribute(properties, "ce_source", "Who produced it: /berth/monitoring.");
        attribute(properties, "ce_time", "When, by the producer's clock; never decided from.")
                .put("format", "date-time");
        attribute(properties, "traceparent", "W3C trace context, where traced.");
        properties.putObject("content-type").put("const", "application/json");
        return trait;
    }

    private static ObjectNode attribute(ObjectNode properties, String name, String description) {
        return properties
                .putObject(name)
                .put("type", "string")
                .put("minLength", 1)
                .put("maxLength", EventEnvelope.MAX_ATTRIBUTE)
                .put("description", description);
    }

    private void operation(
            Flows.Party party, String action, String channel, Set<Flows.Party> later) {
        String verb = action.equals("send") ? "sends" : "receives";
        ObjectNode operation = operations.putObject(party.label() + "." + verb + "." + channel);
        operation.put("action", action);
        operation.set("channel", ref("#/channels/" + channel));
        operation.putArray("tags").addObject().put("name", party.label());
        if (later.contains(party)) {
            operation.put("x-berth-planned", true);
        }
    }

    private void deadLetters() {
        ObjectNode channel = channels.putObject(DEAD_LETTERS);
        channel.put("address", "{topic}" + Topic.DEAD_LETTER_SUFFIX);
        channel.put(
                "description",
                "Beside each topic, what a consumer could not read or refused for good.");
        ArrayNode names =
                channel.putObject("parameters")
                        .putObject("topic")
                        .put("description", "The topic that the record came from.")
                        .putArray("enum");
        Topics.ALL.forEach(topic -> names.add(topic.name()));
        Topics.FOREIGN.forEach(topic -> names.add(topic.name()));
        channel.putObject("messages")
                .set(DEAD_LETTERS, ref("#/components/messages/" + DEAD_LETTERS));
        ObjectNode message = messages.putObject(DEAD_LETTERS);
        message.put("name", "DeadLetter");
        message.put(
                "description",
                "Key, headers and value as they were, whole or cut; and where it came from.");
        ObjectNode headers = message.putObject("headers");
        headers.put("type", "object");
        ObjectNode properties = headers.putObject("properties");
        for (String position : List.of("topic", "partition", "offset", "timestamp")) {
            properties.putObject("berth-origin-" + position).put("type", "string");
        }
        ArrayNode reasons = properties.putObject("berth-reason").putArray("enum");
        for (RejectionCode code : RejectionCode.values()) {
            reasons.add(code.label());
        }
        properties
                .putObject("berth-detail")
                .put("type", "string")
                .put("maxLength", EventCodec.MAX_DETAIL);
        properties
                .putObject("berth-truncated")
                .put("description", "Present when only the first part of the value is here.");
        for (Flows.Party party :
                List.of(
                        Flows.Party.INVENTORY,
                        Flows.Party.MONITORING,
                        Flows.Party.PLACEMENT,
                        Flows.Party.REPLICA)) {
            operation(party, "send", DEAD_LETTERS, Set.of());
        }
    }

    private static ObjectNode ref(String target) {
        return EventCodec.JSON.createObjectNode().put("$ref", target);
    }
}
